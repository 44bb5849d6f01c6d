//! One step of a story: who sends what, and what it leaves in the audit log.

/// What is sent.
#[derive(Clone, Copy)]
pub(crate) struct Step {
    /// Who of the cast.
    pub(crate) who: &'static str,
    /// The path as it is declared.
    pub(crate) route: &'static str,
    /// The path as it is sent.
    pub(crate) path: &'static str,
    /// The page with its form.
    pub(crate) from: &'static str,
    /// What is typed, beside what the form holds hidden already.
    pub(crate) fields: &'static [(&'static str, &'static str)],
}

/// A step that leaves one entry.
pub(crate) const fn step(
    who: &'static str,
    route: &'static str,
    path: &'static str,
    from: &'static str,
    fields: &'static [(&'static str, &'static str)],
) -> Step {
    Step { who, route, path, from, fields }
}

/// The hidden fields of the form on `page` that is sent to `action`: what a browser sends without
/// anybody typing it.
pub(crate) fn hidden(page: &str, action: &str) -> Vec<(String, String)> {
    let Some((_, form)) = page.split_once(&format!("action=\"{action}\"")) else {
        return Vec::new();
    };
    let form = form.split("</form>").next().unwrap_or_default();
    let inputs = form.split("<input ").skip(1).filter(|input| input.starts_with("type=\"hidden\""));
    inputs
        .filter_map(|input| {
            let tag = input.split('>').next()?;
            Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default()))
        })
        .collect()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    let value = rest.split('"').next()?;
    Some(
        value
            .replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&"),
    )
}
