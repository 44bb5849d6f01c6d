//! What is taken already, and where: the one test for files, forms and the shipped catalogue.

use std::collections::{HashMap, HashSet};

use base::{Pattern, Problem, Result, text::fold};

use crate::draft::{CategoryDraft, Draft};

/// Slugs, names and domains that somebody has claimed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    categories: HashMap<String, KnownCategory>,
    slugs: HashMap<String, Claim>,
    names: HashMap<String, Claim>,
    domains: HashMap<Pattern, Claim>,
    /// Services that a file of the organisation may describe anew.
    own: HashSet<String>,
}

#[derive(Clone, Debug)]
struct KnownCategory {
    draft: CategoryDraft,
    place: String,
    own: bool,
}

/// Who claimed something, and where they did.
#[derive(Clone, Debug)]
struct Claim {
    service: String,
    place: String,
}

impl Known {
    /// Takes up a service with all that it claims, without asking.
    pub(crate) fn take_up(&mut self, draft: &Draft, own: bool, place: &str) {
        let claim = || Claim { service: draft.slug.clone(), place: place.to_owned() };
        self.slugs.insert(draft.slug.clone(), claim());
        self.names.insert(fold(&draft.name), claim());
        self.domains.extend(draft.domains.iter().map(|pattern| (pattern.clone(), claim())));
        if own {
            self.own.insert(draft.slug.clone());
        }
    }

    /// Takes up a category; `own` ones may be described anew.
    pub(crate) fn take_up_category(&mut self, draft: CategoryDraft, own: bool, place: &str) {
        let place = place.to_owned();
        self.categories.insert(draft.slug.clone(), KnownCategory { draft, place, own });
    }

    /// Forgets what an own service claims, because it is described anew.
    pub(crate) fn release_own(&mut self, slug: &str) {
        if self.own.remove(slug) {
            self.slugs.remove(slug);
            self.names.retain(|_, claim| claim.service != slug);
            self.domains.retain(|_, claim| claim.service != slug);
        }
    }

    /// The category `slug` is described as `name` and `purpose`; one that is known need not repeat
    /// them. Gives it whole.
    pub(crate) fn claim_category(
        &mut self,
        slug: &str,
        name: Option<String>,
        purpose: Option<String>,
        place: &str,
    ) -> Result<CategoryDraft> {
        let known = self.categories.get(slug);
        let missing = |field| {
            Problem::invalid(field, format!("The category `{slug}` is new: write its {field}"))
        };
        let old = known.map(|known| known.draft.clone());
        let (old_name, old_purpose) = old.map(|old| (old.name, old.purpose)).unzip();
        let name = name.or(old_name).ok_or_else(|| missing("name"))?;
        let purpose = purpose.or(old_purpose).ok_or_else(|| missing("purpose"))?;
        let draft = CategoryDraft { slug: slug.to_owned(), name, purpose };
        match known {
            Some(known) if known.draft != draft && !known.own => Err(Problem::invalid(
                "category",
                format!(
                    "The category `{slug}` has another name or purpose already ({}): leave both out to use it",
                    known.place
                ),
            )),
            _ => {
                self.take_up_category(draft.clone(), false, place);
                Ok(draft)
            }
        }
    }

    /// The category must be there.
    pub(crate) fn category(&self, slug: &str) -> Result<CategoryDraft> {
        self.categories
            .get(slug)
            .map(|known| known.draft.clone())
            .ok_or_else(|| Problem::invalid("category", "Choose the category that comes nearest."))
    }

    pub(crate) fn claim_slug(&mut self, slug: &str, place: &str) -> Result<()> {
        if let Some(claim) = self.slugs.get(slug) {
            let taken = format!("The short name `{slug}` is taken ({})", claim.place);
            return Err(Problem::invalid("slug", taken));
        }
        self.slugs.insert(slug.to_owned(), Claim::new(slug, place));
        Ok(())
    }

    pub(crate) fn claim_name(&mut self, name: &str, slug: &str, place: &str) -> Result<()> {
        if let Some(claim) = self.names.get(&fold(name)) {
            let taken =
                format!("`{}` has the name `{name}` already ({})", claim.service, claim.place);
            return Err(Problem::invalid("name", taken));
        }
        self.names.insert(fold(name), Claim::new(slug, place));
        Ok(())
    }

    pub(crate) fn claim_domain(
        &mut self,
        pattern: &Pattern,
        slug: &str,
        place: &str,
    ) -> Result<()> {
        if let Some(claim) = self.domains.get(pattern) {
            let taken =
                format!("`{pattern}` belongs to `{}` already ({})", claim.service, claim.place);
            return Err(Problem::invalid("domains", taken));
        }
        self.domains.insert(pattern.clone(), Claim::new(slug, place));
        Ok(())
    }

    /// All that `draft` claims, at one place.
    pub(crate) fn claim(&mut self, draft: &Draft, place: &str) -> Result<()> {
        self.claim_slug(&draft.slug, place)?;
        self.claim_name(&draft.name, &draft.slug, place)?;
        draft.domains.iter().try_for_each(|pattern| self.claim_domain(pattern, &draft.slug, place))
    }
}

impl Claim {
    fn new(service: &str, place: &str) -> Self {
        Self { service: service.to_owned(), place: place.to_owned() }
    }
}
