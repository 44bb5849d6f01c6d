//! The shared cast: Dune & Daughters, a company that makes deck chairs.

use base::Result;
use web::{
    App, Caller,
    testing::{Browser, House},
};

use crate::{Import, import};

/// Everybody's password in tests.
pub const PASSWORD: &str = "a quiet morning at sea";

/// Who works at Dune & Daughters.
pub const PEOPLE: &str = "\
login,name,email,groups,aliases
mara,Mara Lindqvist,mara@dune.example,communications,
ivo,Ivo Petrov,ivo@dune.example,it,
sam,Sam Okafor,sam@dune.example,legal,
lena,Lena Brandt,lena@dune.example,security,
noor,Noor Haddad,noor@dune.example,newsroom,n.haddad
ada,Ada Dune,ada@dune.example,administrators,
";

/// Mara (communications), Ivo (IT), Sam (legal), Lena (security), Noor (asks; group `newsroom`) and
/// Ada (administrator).
#[derive(Debug)]
pub struct Cast;

impl Cast {
    /// Everybody comes to work; each has [`PASSWORD`].
    pub async fn arrive(app: &App) -> Self {
        Self::try_arrive(app).await.expect("the cast arrives");
        Self
    }

    async fn try_arrive(app: &App) -> Result<()> {
        let operator = Caller::operator();
        import(app, &operator, &Import::read(PEOPLE.as_bytes())?, true).await?;
        // One hash for all: hashing is slow on purpose.
        let hash = crate::password::hashed("password", PASSWORD).await?;
        let tx = app.store.begin().await?;
        tx.execute("UPDATE person SET password = $1", store::values![hash]).await?;
        tx.commit().await
    }

    /// A browser in which `login` is signed in.
    pub async fn browser(&self, house: &House, login: &str) -> Browser {
        let browser = house.browser();
        let fields = [("login", login), ("password", PASSWORD)];
        browser.submit("/sign-in", "/sign-in", &fields).await.is(303);
        browser
    }

    /// A browser in which `login` set up an authenticator app; gives its secret and the recovery
    /// codes too. The code of the present half minute is used up.
    pub async fn with_app(&self, house: &House, login: &str) -> (Browser, String, Vec<String>) {
        let browser = self.browser(house, login).await;
        let page = browser.get("/me/second-factor/app").await.is(200);
        let secret = block(&page.body, "Secret").replace(' ', "");
        let (seed, code) = (value(&page.body, "seed"), app_code(house, &secret));
        let fields = [("seed", seed.as_str()), ("code", code.as_str())];
        let done = browser.post("/me/second-factor/app", &page.body, &fields).await.is(200);
        let codes = block(&done.body, "Recovery codes").lines().map(str::to_owned).collect();
        (browser, secret, codes)
    }

    /// `login` as verbs see them.
    pub async fn caller(&self, app: &App, login: &str) -> Caller {
        let person = crate::by_login(&app.store, login).await.expect("a database");
        let id = person.expect("somebody of the cast").id;
        app.identify(id.get()).await.expect("a database").expect("switched on")
    }
}

/// The code that an authenticator app with this secret shows now.
pub fn app_code(house: &House, secret: &str) -> String {
    crate::factor::app::code(secret, house.app.now().seconds())
}

/// What stands in the block of code that is called `label`.
pub fn block(page: &str, label: &str) -> String {
    let (_, rest) = page.split_once(&format!("aria-label=\"{label}\"")).expect(label);
    let (_, rest) = rest.split_once("<code>").expect("its text");
    rest.split('<').next().unwrap_or_default().to_owned()
}

/// What the field `name` of a page holds.
pub fn value(page: &str, name: &str) -> String {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).expect(name);
    rest.split('"').next().unwrap_or_default().to_owned()
}
