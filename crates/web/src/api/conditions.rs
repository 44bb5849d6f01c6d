//! What an act must find before it writes.

use std::{fmt, sync::Arc};

use audit::Act;
use base::Result;

use super::{once::Once, tag::Unchanged};

/// The conditions of a call, checked inside the transaction of the act that it leads to.
#[derive(Clone, Default)]
pub struct Conditions(Option<Arc<Stated>>);

struct Stated {
    once: Option<Once>,
    unchanged: Option<Unchanged>,
}

impl Conditions {
    pub(super) fn new(once: Option<Once>, unchanged: Option<Unchanged>) -> Self {
        Self(Some(Arc::new(Stated { once, unchanged })))
    }

    pub(super) fn once(&self) -> Option<&Once> {
        self.0.as_ref()?.once.as_ref()
    }

    pub(crate) async fn check(&self, act: &Act) -> Result<()> {
        let Some(stated) = &self.0 else { return Ok(()) };
        if let Some(unchanged) = &stated.unchanged {
            unchanged.check(act).await?;
        }
        if let Some(once) = &stated.once {
            once.claim(act).await?;
        }
        Ok(())
    }
}

impl fmt::Debug for Conditions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conditions").field("any", &self.0.is_some()).finish()
    }
}
