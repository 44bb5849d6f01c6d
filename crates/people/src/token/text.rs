//! The text of a token: `fb_`, 32 random symbols, 6 symbols that follow from them.
//!
//! Scanners that look for leaked secrets know it by its prefix, and whoever finds something alike
//! can tell a token from chance without asking us.

use base::{Result, secret};
use sha2::{Digest, Sha256};

/// What every token begins with.
pub(crate) const PREFIX: &str = "fb_";
/// Symbols of the check: 30 bits, so that chance passes once in a billion.
const CHECK_LEN: usize = 6;
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// A token that nobody has seen yet.
pub(super) fn fresh() -> Result<String> {
    let body = secret::token()?;
    Ok(format!("{PREFIX}{body}{}", check(&body)))
}

/// Whether `text` has the form of a token: what has not is not looked up.
pub(super) fn is_token(text: &str) -> bool {
    let body = text.strip_prefix(PREFIX).and_then(|rest| rest.split_at_checked(32));
    body.is_some_and(|(body, end)| end == check(body))
}

/// The token as it is stored: it is random enough that a quick hash cannot be undone.
pub(super) fn hash(text: &str) -> String {
    format!("{:x}", Sha256::digest(text))
}

fn check(body: &str) -> String {
    let digest = Sha256::digest(format!("{PREFIX}{body}"));
    digest[..CHECK_LEN].iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fresh_token_has_the_form_and_a_typing_error_has_not() {
        let token = fresh().expect("random bytes");
        assert_eq!(token.len(), 41);
        assert!(is_token(&token));
        for at in 0..token.len() {
            let mut wrong = token.clone();
            let other = if wrong.as_bytes()[at] == b'a' { "b" } else { "a" };
            wrong.replace_range(at..=at, other);
            assert!(!is_token(&wrong), "{wrong}");
        }
    }

    #[test]
    fn what_is_no_token_is_refused_whatever_it_is() {
        for text in ["", "fb_", "fb_abc", "ghp_0123456789", "fb_ääääääääääääääääääääääää", "fb_ü"]
        {
            assert!(!is_token(text), "{text}");
        }
    }
}
