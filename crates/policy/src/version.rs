//! A version of a policy: a text that was published, or the draft of the next one.

use base::{Problem, Result, Timestamp};
use serde::{Deserialize, Serialize, Serializer};
use sha2::{Digest, Sha256};
use store::{Query, values};
use web::api::ToSchema;

use crate::sql;

store::row! {
    /// What is known of one version. Its text is asked for separately, see [`Version::text`].
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    pub struct Version {
        #[serde(skip)]
        pub(crate) policy_id: i64,
        /// The policy's word in addresses and commands.
        pub slug: String,
        /// From 1.
        pub number: i64,
        /// The name of the policy.
        pub title: String,
        /// The number of the group that it is for; `None` for everyone.
        #[serde(skip)]
        pub group_id: Option<i64>,
        #[serde(rename = "audience")]
        pub(crate) group_slug: Option<String>,
        #[serde(skip)]
        pub(crate) group_name: Option<String>,
        /// SHA-256 of the exact text in UTF-8, in hex.
        pub sha256: String,
        /// What is different from the version before.
        pub note: Option<String>,
        #[serde(rename = "must_be_read", serialize_with = "as_bool")]
        pub(crate) must_read: i64,
        /// When its text was last changed.
        pub saved_at: Timestamp,
        /// By whom.
        pub saved_by: String,
        /// When it came into force; `None` for a draft.
        pub published_at: Option<Timestamp>,
        /// Who published it.
        pub published_by: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(crate) retired_at: Option<Timestamp>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(crate) retired_by: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        pub(crate) retired_because: Option<String>,
    }
}

/// How a version went out of force although none came in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PolicyRetired)]
pub struct Retired {
    /// When.
    pub at: Timestamp,
    /// Who retired it.
    pub by: String,
    /// Why.
    pub reason: String,
}

impl Version {
    /// Who retired it, when and why, if somebody did.
    pub fn retired(&self) -> Option<Retired> {
        let (by, reason) = (self.retired_by.clone()?, self.retired_because.clone()?);
        Some(Retired { at: self.retired_at?, by, reason })
    }

    /// Whether it is still being written.
    pub fn is_draft(&self) -> bool {
        self.published_at.is_none()
    }

    /// Whether people must read it although they have read the one before.
    pub fn must_be_read(&self) -> bool {
        self.must_read == 1
    }

    /// Whom it is for, in words.
    pub fn audience(&self) -> &str {
        match (self.group_id, &self.group_name) {
            (None, _) => "Everyone",
            (Some(_), Some(name)) => name,
            (Some(_), None) => "A group that is no longer there",
        }
    }

    /// Its exact text, in Markdown.
    pub async fn text(&self, on: &impl Query) -> Result<String> {
        let text = on.value(sql::TEXT, values![self.policy_id, self.number]).await?;
        text.ok_or_else(|| unknown(&self.slug))
    }

    /// How the audit log names the policy.
    pub(crate) fn object(&self) -> String {
        format!("policy/{}", self.slug)
    }
}

/// 0 and 1 as JSON has them.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
pub(crate) fn as_bool<S: Serializer>(number: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bool(*number == 1)
}

/// The hash of a text, by which an acknowledgement says what was read.
pub fn sha256(text: &str) -> String {
    format!("{:x}", Sha256::digest(text))
}

/// The policies that are published, each by the version in force, by title.
pub async fn published(on: &impl Query) -> Result<Vec<Version>> {
    on.all(sql::ALL_IN_FORCE, vec![]).await
}

/// The version of `slug` that is in force.
pub async fn in_force(on: &impl Query, slug: &str) -> Result<Version> {
    let version = current(on, slug).await?;
    match version.retired() {
        Some(retired) => Err(Problem::conflict(format!(
            "{} retired this policy. It is kept as it was, and nobody is asked to read it.",
            retired.by
        ))),
        None => Ok(version),
    }
}

/// The newest published version of `slug`, in force or retired.
pub async fn current(on: &impl Query, slug: &str) -> Result<Version> {
    let version = on.first(sql::CURRENT, values![slug]).await?;
    version.ok_or_else(|| unknown(slug))
}

/// The policies that were retired, the last one first.
pub(crate) async fn retired(on: &impl Query) -> Result<Vec<Version>> {
    on.all(sql::ALL_RETIRED, vec![]).await
}

/// The versions of `slug` that were published, newest first.
pub async fn history(on: &impl Query, slug: &str) -> Result<Vec<Version>> {
    let versions: Vec<Version> = on.all(sql::PUBLISHED_VERSIONS, values![slug]).await?;
    if versions.is_empty() { Err(unknown(slug)) } else { Ok(versions) }
}

/// The draft of `slug`, or the version in force where there is none; `None` for no such policy.
pub(crate) async fn newest(on: &impl Query, slug: &str) -> Result<Option<Version>> {
    on.first(sql::NEWEST, values![slug]).await
}

/// The draft of `slug`.
pub(crate) async fn draft(on: &impl Query, slug: &str) -> Result<Version> {
    let newest = newest(on, slug).await?.filter(Version::is_draft);
    newest.ok_or_else(|| {
        Problem::not_found(format!("There is no draft of `{slug}`. It may be published already."))
    })
}

/// Every draft, the newest first.
pub(crate) async fn drafts(on: &impl Query) -> Result<Vec<Version>> {
    on.all(sql::DRAFTS, vec![]).await
}

fn unknown(slug: &str) -> Problem {
    Problem::not_found(format!(
        "There is no policy `{slug}`, or it is not published yet. All policies are at /policies."
    ))
}
