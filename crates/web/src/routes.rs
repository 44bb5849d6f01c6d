//! The pages of a capability: each route with who may take it.

use axum::{
    Router,
    extract::Request,
    handler::Handler,
    http::Method,
    middleware::{self, Next},
    response::Response,
    routing::{MethodFilter, on},
};

use base::Result;

use crate::{App, Caller, Capability, Failure, Visit, front, rights::Right};

/// Who may take a route.
#[derive(Clone, Copy, Debug)]
pub enum Access {
    /// Anybody, signed in or not; with the reason why.
    Open(&'static str),
    /// Whoever is signed in.
    Signed,
    /// Whoever holds this right.
    Right(&'static Right),
    /// Whoever holds one of these; the verb says which one is needed.
    AnyOf(&'static [&'static Right]),
}

impl From<&'static Right> for Access {
    fn from(right: &'static Right) -> Self {
        Self::Right(right)
    }
}

/// A route as it was declared: what guards walk over.
#[derive(Clone, Debug)]
pub struct Route {
    /// How it is taken.
    pub method: Method,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// Who may.
    pub access: Access,
}

/// Pages and forms, each listed with who may take it. Whoever may not is refused before the handler
/// runs.
#[derive(Default)]
pub struct Routes {
    pub(crate) router: Router<App>,
    /// All of them, in the order in which they were declared.
    pub listed: Vec<Route>,
}

impl Routes {
    /// No routes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, access: impl Into<Access>, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::GET, MethodFilter::GET, path, access.into(), handler)
    }

    /// What a form does.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, access: impl Into<Access>, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Method::POST, MethodFilter::POST, path, access.into(), handler)
    }

    fn add<H, T>(
        mut self,
        method: Method,
        filter: MethodFilter,
        path: &'static str,
        access: Access,
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let guard =
            middleware::from_fn(move |visit, request, next| admit(access, visit, request, next));
        self.router = self.router.route(path, on(filter, handler).route_layer(guard));
        self.listed.push(Route { method, path, access });
        self
    }
}

impl Access {
    /// Whether `caller` may, else a sentence that says who may.
    pub(crate) fn require(self, caller: &Caller) -> Result<()> {
        match self {
            Self::Open(_) | Self::Signed => Ok(()),
            Self::Right(right) => caller.require(right),
            Self::AnyOf(rights) => caller.require_any(rights),
        }
    }
}

/// Every route of these capabilities, and those of the shell.
pub fn routes(capabilities: &[&Capability]) -> Vec<Route> {
    let own = capabilities.iter().filter_map(|capability| capability.routes);
    let own = own.flat_map(|routes| routes().listed);
    front::routes().listed.into_iter().chain(own).collect()
}

async fn admit(
    access: Access,
    visit: Visit,
    request: Request,
    next: Next,
) -> Result<Response, Failure> {
    if !matches!(access, Access::Open(_)) {
        access.require(visit.signed(request.method())?)?;
    }
    Ok(next.run(request).await)
}
