//! What must hold of the whole house.

mod architecture;
