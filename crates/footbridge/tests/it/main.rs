//! What must hold of the whole house.

mod architecture;
mod refusing;
mod roles;
