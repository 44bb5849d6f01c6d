//! What a text says, held against what is known: the same tests as those of a form, each with its
//! line.

use base::{Pattern, Problem, Result, text};
use toml::Spanned;

use super::{
    fault::{Fault, Page, Place},
    written::{self, Written},
};
use crate::{
    draft::{self, CategoryDraft, Draft},
    fact::Fact,
    known::Known,
};

/// A text without mistakes.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    pub(crate) category: CategoryDraft,
    pub(crate) services: Vec<Draft>,
}

/// Reads on after a mistake, so that all of them are told at once.
pub(super) struct Checker {
    pub(super) known: Known,
    pub(super) faults: Vec<Fault>,
}

/// The value, with where it stands.
type Word = Spanned<String>;

impl Checker {
    /// The sheet of `text`; `None` if its category or a service has a mistake.
    pub(super) fn sheet(&mut self, page: &Page<'_>, written: &Written) -> Option<Sheet> {
        let category = self.category(page, &written.category);
        let slug = written.category.slug.get_ref();
        let services: Vec<_> =
            written.service.iter().map(|service| self.service(page, slug, service)).collect();
        Some(Sheet { category: category?, services: services.into_iter().collect::<Option<_>>()? })
    }

    fn category(&mut self, page: &Page<'_>, category: &written::Category) -> Option<CategoryDraft> {
        let before = self.faults.len();
        let slug = self.value(page, &category.slug, |slug| text::slug("slug", slug));
        let name = self.optional(page, category.name.as_ref(), |name| text::line("name", name));
        let purpose = self.optional(page, category.purpose.as_ref(), |purpose| {
            text::paragraph("purpose", purpose)
        });
        let slug = slug.filter(|_| self.faults.len() == before)?;
        let place = page.place(category.slug.span().start);
        let claimed = self.known.claim_category(&slug, name, purpose, &place.to_string());
        self.sound(place, claimed)
    }

    fn service(
        &mut self,
        page: &Page<'_>,
        category: &str,
        service: &written::Service,
    ) -> Option<Draft> {
        let slug = self.value(page, &service.slug, draft::check_slug);
        let id = service.slug.get_ref();
        self.claim(page, &service.slug, |known, place| known.claim_slug(id, place));
        let name = self.value(page, &service.name, |name| text::line("name", name));
        if let Some(name) = &name {
            self.claim(page, &service.name, |known, place| known.claim_name(name, id, place));
        }
        let vendor =
            self.optional(page, service.vendor.as_ref(), |vendor| text::line("vendor", vendor));
        let purpose =
            self.value(page, &service.purpose, |purpose| text::paragraph("purpose", purpose));
        let domains = self.domains(page, id, &service.domains);
        let facts = self.facts(page, service);
        Some(Draft {
            slug: slug?,
            name: name?,
            category: category.to_owned(),
            vendor,
            purpose: purpose?,
            domains: domains?,
            facts: facts?,
        })
    }

    fn domains(
        &mut self,
        page: &Page<'_>,
        slug: &str,
        domains: &Spanned<Vec<Word>>,
    ) -> Option<Vec<Pattern>> {
        let count = draft::check_domain_count(domains.get_ref().len());
        self.sound(page.place(domains.span().start), count)?;
        let read: Vec<_> =
            domains.get_ref().iter().map(|word| self.domain(page, slug, word)).collect();
        let mut patterns: Vec<Pattern> = read.into_iter().collect::<Option<_>>()?;
        patterns.sort();
        Some(patterns)
    }

    fn domain(&mut self, page: &Page<'_>, slug: &str, word: &Word) -> Option<Pattern> {
        let pattern: Pattern = self.value(page, word, |text| {
            text.parse().map_err(|problem: Problem| problem.at("domains"))
        })?;
        self.claim(page, word, |known, place| known.claim_domain(&pattern, slug, place));
        Some(pattern)
    }

    fn facts(&mut self, page: &Page<'_>, service: &written::Service) -> Option<Vec<Fact>> {
        if let Some(beyond) = service.fact.get(draft::FACTS_MAX) {
            let place = page.place(beyond.says.span().start);
            let reason = format!("A service has at most {} facts", draft::FACTS_MAX);
            self.faults.push(Fault { place, reason });
            return None;
        }
        let read: Vec<_> = service.fact.iter().map(|fact| self.fact(page, fact)).collect();
        read.into_iter().collect()
    }

    fn fact(&mut self, page: &Page<'_>, fact: &written::Fact) -> Option<Fact> {
        let read = Fact::check(fact.says.get_ref(), fact.source.get_ref(), fact.date.get_ref());
        let wrong = match read.as_ref().err().and_then(Problem::field) {
            Some("date") => fact.date.span(),
            Some("source") => fact.source.span(),
            _ => fact.says.span(),
        };
        self.sound(page.place(wrong.start), read)
    }

    fn value<T>(
        &mut self,
        page: &Page<'_>,
        word: &Word,
        check: impl FnOnce(&str) -> Result<T>,
    ) -> Option<T> {
        self.sound(page.place(word.span().start), check(word.get_ref()))
    }

    /// A key that may be left out. What comes of a mistake does not matter: its text is refused.
    fn optional<T>(
        &mut self,
        page: &Page<'_>,
        word: Option<&Word>,
        check: impl FnOnce(&str) -> Result<T>,
    ) -> Option<T> {
        self.value(page, word?, check)
    }

    fn claim(
        &mut self,
        page: &Page<'_>,
        word: &Word,
        claim: impl FnOnce(&mut Known, &str) -> Result<()>,
    ) {
        let place = page.place(word.span().start);
        let claimed = claim(&mut self.known, &place.to_string());
        self.sound(place, claimed);
    }

    fn sound<T>(&mut self, place: Place, read: Result<T>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(problem) => {
                let reason = match problem.field() {
                    Some(field) => format!("{field}: {}", problem.sentence()),
                    None => problem.sentence().to_owned(),
                };
                self.faults.push(Fault { place, reason });
                None
            }
        }
    }
}
