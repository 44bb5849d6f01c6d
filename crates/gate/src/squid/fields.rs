//! What stands in a line of Squid, in order.

use std::{fmt, str::FromStr};

use base::Problem;

/// One value in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The address of whoever asks.
    Src,
    /// The login at the proxy.
    Un,
    /// The host asked for.
    Dst,
    /// The port asked for.
    Port,
    /// The method of the request.
    Method,
    /// The name in the greeting of TLS.
    Sni,
    /// The browser.
    Agent,
    /// Groups that another helper of Squid told it.
    Group,
    /// The whole address of the page.
    Uri,
}

impl Field {
    const ALL: [(Self, &'static str, &'static str); 9] = [
        (Self::Src, "src", "%SRC"),
        (Self::Un, "un", "%un"),
        (Self::Dst, "dst", "%DST"),
        (Self::Port, "port", "%PORT"),
        (Self::Method, "method", "%METHOD"),
        (Self::Sni, "sni", "%ssl::>sni"),
        (Self::Agent, "agent", "%>ha{User-Agent}"),
        (Self::Group, "group", "%note{group}"),
        (Self::Uri, "uri", "%URI"),
    ];

    fn word(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// What squid.conf calls it.
    pub(super) fn code(self) -> &'static str {
        Self::ALL[self as usize].2
    }
}

/// The values of a line, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields(Vec<Field>);

impl Fields {
    /// These values in this order; the destination must be among them, and none twice.
    pub fn new(fields: Vec<Field>) -> Result<Self, Problem> {
        if !fields.contains(&Field::Dst) {
            return Err(Problem::invalid(
                "fields",
                "Name `dst` among the fields: without it nothing can be judged",
            ));
        }
        match fields.iter().enumerate().find(|(place, field)| fields[..*place].contains(field)) {
            Some((_, twice)) => Err(Problem::invalid(
                "fields",
                format!("Name `{}` once among the fields", twice.word()),
            )),
            None => Ok(Self(fields)),
        }
    }

    /// The same without the name in the greeting of TLS, for a Squid that cannot know it.
    #[must_use]
    pub fn without_sni(&self) -> Self {
        Self(self.iter().filter(|field| *field != Field::Sni).collect())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Field> + '_ {
        self.0.iter().copied()
    }

    pub(super) fn place(&self, field: Field) -> Option<usize> {
        self.0.iter().position(|known| *known == field)
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

/// `src,un,dst,port,method,sni,agent,group,uri`.
impl Default for Fields {
    fn default() -> Self {
        Self(Field::ALL.iter().map(|(field, ..)| *field).collect())
    }
}

impl FromStr for Fields {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let field = |word: &str| {
            let known = Field::ALL.iter().find(|(_, known, _)| *known == word);
            known.map(|(field, ..)| *field).ok_or_else(|| {
                Problem::invalid("fields", format!(
                    "`{word}` is not a field: use src, un, dst, port, method, sni, agent, group and uri with commas between"
                ))
            })
        };
        Self::new(text.split(',').map(str::trim).map(field).collect::<Result<_, _>>()?)
    }
}

impl fmt::Display for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iter().map(Field::word).collect::<Vec<_>>().join(","))
    }
}
