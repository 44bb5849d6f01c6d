//! What people do and see, from the first blocked page to the last closed door.

mod helper;
