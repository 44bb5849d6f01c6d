//! Giving memory back.

/// Blocks of this size and more come from the system alone and go back to it, in bytes.
const GIVEN_BACK_FROM: i32 = 1 << 20;

/// Hashing a password takes 19 MiB for a moment. When glibc frees such a block it takes its size as
/// usual from then on and keeps the next ones: a server that three people signed in to stood at
/// 68 MiB instead of 29. A threshold that is set stays where it is.
#[expect(unsafe_code, reason = "the only way to tell glibc's malloc")]
pub(crate) fn give_back() {
    // SAFETY: mallopt(3) changes a setting of malloc; it is called before there are other threads.
    let set = unsafe { libc::mallopt(libc::M_MMAP_THRESHOLD, GIVEN_BACK_FROM) };
    if set == 0 {
        tracing::debug!("malloc keeps its own threshold; more memory than needed may be held");
    }
}
