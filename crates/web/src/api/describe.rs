//! What a handler's types say about it.

use std::fmt;

use axum::http::Method;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{Ref, RefOr, Schema},
};

use super::{Answered, Many};
use crate::Access;

/// An operation as it was declared: what guards walk over and the document is made from.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The heading under which it stands.
    pub tag: &'static str,
    /// How it is called.
    pub method: Method,
    /// The path under [`super::ROOT`], with its parameters in braces.
    pub path: &'static str,
    /// What it does, in a line.
    pub says: &'static str,
    /// Who may.
    pub access: Access,
    /// What it takes and gives.
    pub description: Description,
}

/// A schema with the name under which the document keeps it.
pub(super) type Named = (String, RefOr<Schema>);

/// What an operation takes and gives.
#[derive(Clone, Default)]
pub struct Description {
    pub(super) query: Option<RefOr<Schema>>,
    pub(super) body: Option<RefOr<Schema>>,
    pub(super) status: u16,
    pub(super) says: &'static str,
    pub(super) answer: Option<RefOr<Schema>>,
    pub(super) schemas: Vec<Named>,
}

impl fmt::Debug for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Description").field("status", &self.status).finish_non_exhaustive()
    }
}

impl Description {
    pub(super) fn query<T: ToSchema>(&mut self) {
        T::schemas(&mut self.schemas);
        self.query = Some(T::schema());
    }

    pub(super) fn body<T: ToSchema>(&mut self) {
        self.body = Some(self.refer::<T>());
    }

    pub(super) fn answer<T: ToSchema>(&mut self, status: u16, says: &'static str) {
        (self.status, self.says) = (status, says);
        self.answer = Some(self.refer::<T>());
    }

    pub(super) fn answer_many<T: ToSchema>(&mut self) {
        (self.status, self.says) = (200, "They are as follows");
        self.refer::<T>();
        self.answer = Some(Many::<T>::schema());
    }

    pub(super) fn nothing(&mut self) {
        (self.status, self.says) = (204, "It was done");
    }

    /// Keeps the schema of `T` under its name, and refers to it.
    fn refer<T: ToSchema>(&mut self) -> RefOr<Schema> {
        let name = T::name().into_owned();
        T::schemas(&mut self.schemas);
        self.schemas.push((name.clone(), T::schema()));
        RefOr::Ref(Ref::from_schema_name(name))
    }
}

/// Something that a handler takes.
pub trait Input {
    /// Adds what it expects.
    fn describe(_to: &mut Description) {}
}

/// Something that a handler gives.
pub trait Output {
    /// Adds what it answers.
    fn describe(to: &mut Description);
}

/// A handler whose types say what it takes and gives. `D` is the list of these types.
pub trait Described<D> {
    /// Adds all of it.
    fn describe(to: &mut Description);
}

pub(super) fn of<H: Described<D>, D>() -> Description {
    let mut description = Description::default();
    H::describe(&mut description);
    description
}

macro_rules! described {
    ($($input:ident),*) => {
        impl<F, R, O, $($input),*> Described<($($input,)* O,)> for F
        where
            F: Fn($($input),*) -> R,
            R: Future<Output = Answered<O>>,
            O: Output,
            $($input: Input),*
        {
            fn describe(to: &mut Description) {
                $($input::describe(to);)*
                O::describe(to);
            }
        }
    };
}

described!(A);
described!(A, B);
described!(A, B, C);
described!(A, B, C, D);
