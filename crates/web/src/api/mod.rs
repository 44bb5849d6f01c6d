//! What programs can do, under `/api/v1`: the same verbs as the pages, in JSON.
//!
//! An [`Api`] is built from typed handlers. What a handler takes ([`Path`], [`Query`], [`Json`]) and
//! gives ([`One`], [`Many`], [`Created`], [`Done`]) says all that its entry in the OpenAPI document
//! needs; what all operations have in common (problems, tags, idempotency keys) is said once, in
//! [`document`].

mod answer;
mod call;
mod client;
mod conditions;
mod describe;
mod document;
mod failure;
mod input;
mod once;
mod serve;
mod tag;

pub use answer::{Created, Done, Many, One};
pub use call::Call;
pub use client::{Client, Server, escaped};
pub use conditions::Conditions;
pub use describe::{Described, Input, Operation, Output};
pub use document::{document, operations};
pub use failure::{Answered, Failure};
pub use input::{Json, Limit, Path, Query};
pub use utoipa::{PartialSchema, ToSchema, schema};
pub(crate) use {once::prune, serve::router};

use axum::{
    Router,
    extract::Request,
    handler::Handler,
    http::Method,
    middleware::{self, Next},
    response::Response,
    routing::{MethodFilter, on},
};

use crate::{Access, App};

/// Where the API begins.
pub const ROOT: &str = "/api/v1";

/// A capability's operations.
pub struct Api {
    tag: &'static str,
    about: &'static str,
    pub(crate) router: Router<App>,
    /// All of them, in the order in which they were declared.
    pub operations: Vec<Operation>,
}

/// An operation at `path` that `says` in a line what it does, for whoever has `access`.
macro_rules! method {
    ($(#[$doc:meta])* $name:ident $method:ident) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name<H, T, D>(
            self,
            path: &'static str,
            says: &'static str,
            access: impl Into<Access>,
            handler: H,
        ) -> Self
        where
            H: Handler<T, App> + Described<D>,
            T: 'static,
        {
            self.add((Method::$method, MethodFilter::$method), path, says, access.into(), handler)
        }
    };
}

impl Api {
    /// No operations yet; they stand under the heading `tag`, which is `about` this.
    pub fn new(tag: &'static str, about: &'static str) -> Self {
        Self { tag, about, router: Router::new(), operations: Vec::new() }
    }

    method!(
        /// Reads.
        get GET
    );
    method!(
        /// Creates something in the collection `path`, or does something once.
        post POST
    );
    method!(
        /// Puts what is sent in the place of what was there.
        put PUT
    );
    method!(
        /// Takes away.
        delete DELETE
    );

    fn add<H, T, D>(
        mut self,
        (method, filter): (Method, MethodFilter),
        path: &'static str,
        says: &'static str,
        access: Access,
        handler: H,
    ) -> Self
    where
        H: Handler<T, App> + Described<D>,
        T: 'static,
    {
        let guard =
            middleware::from_fn(move |call, request, next| admit(access, call, request, next));
        self.router = self.router.route(path, on(filter, handler).route_layer(guard));
        let description = describe::of::<H, D>();
        self.operations.push(Operation { tag: self.tag, method, path, says, access, description });
        self
    }
}

async fn admit(
    access: Access,
    call: Call,
    request: Request,
    next: Next,
) -> Result<Response, Failure> {
    access.require(&call.caller)?;
    Ok(next.run(request).await)
}
