//! A real Chromium, driven as a person would: by what stands on the page.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use fantoccini::{Client, ClientBuilder, Locator, elements::Element};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use crate::{PASSWORD, desk::Wire, within};

/// How long a page may take until it shows what a person waits for.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many steps by keyboard a person takes before they give up.
const TABS_MAX: usize = 60;

/// A browser at a desk. It is closed when this is dropped.
#[derive(Debug)]
pub struct Browser {
    client: Client,
    session: String,
    driver: u16,
    door: String,
    login: &'static str,
    _wire: Wire,
}

impl Browser {
    pub(crate) async fn open(driver: u16, wire: Wire, door: &str, login: &'static str) -> Self {
        let connector = HttpConnector::new();
        let client = ClientBuilder::new(connector)
            .capabilities(capabilities(wire.port, door))
            .connect(&format!("http://127.0.0.1:{driver}"))
            .await
            .expect("a browser opens");
        let session = client.session_id().await.expect("an answer").expect("a session");
        Self { client, session, driver, door: door.to_owned(), login, _wire: wire }
    }

    /// Opens an address, or a page of Footbridge where it begins with a slash.
    pub async fn opens(&self, address: &str) {
        let address = self.whole(address);
        let opened = self.client.goto(&address).await;
        opened.unwrap_or_else(|error| panic!("{} could not open {address}: {error}", self.login));
    }

    /// Opens an address for which no page comes; gives what the browser says of it.
    pub async fn fails_to_open(&self, address: &str) -> String {
        match self.client.goto(address).await {
            Ok(()) => panic!("{} could open {address}: {}", self.login, self.text().await),
            Err(error) => error.to_string(),
        }
    }

    fn whole(&self, address: &str) -> String {
        if address.starts_with('/') {
            format!("{}{address}", self.door)
        } else {
            address.to_owned()
        }
    }

    /// Signs in at the pages, where the browser stands at the form or else from the front page.
    pub async fn signs_in(&self) {
        if self.find("[name=password]").await.is_none() {
            self.opens("/sign-in").await;
        }
        self.fills("login", self.login).await;
        self.fills("password", PASSWORD).await;
        self.presses("Sign in").await;
    }

    /// Writes into a field, by its name, in place of what stands there.
    pub async fn fills(&self, field: &str, text: &str) {
        let element = self.must_find(&format!("main [name={field:?}]")).await;
        // Dates and times take keys in an order that depends on the machine's language.
        let kind = element.attr("type").await.ok().flatten().unwrap_or_default();
        if matches!(kind.as_str(), "date" | "time" | "datetime-local") {
            return self.puts(&element, text).await;
        }
        element.clear().await.expect("the field can be emptied");
        element.send_keys(text).await.expect("the field takes keys");
    }

    async fn puts(&self, element: &Element, text: &str) {
        let arguments = vec![serde_json::to_value(element).expect("a reference"), json!(text)];
        let script = "arguments[0].value = arguments[1]";
        self.client.execute(script, arguments).await.expect("the field takes a value");
    }

    /// Chooses one of the radio buttons, boxes or options of a field, by its value.
    pub async fn chooses(&self, field: &str, value: &str) {
        let input = format!("main input[name={field:?}][value={value:?}]");
        let option = format!("main select[name={field:?}] option[value={value:?}]");
        let element = self.must_find(&format!("{input}, {option}")).await;
        if !element.is_selected().await.unwrap_or(false) {
            element.click().await.expect("it can be chosen");
        }
    }

    /// Presses the first button or link with this text. The page may be renewing itself meanwhile.
    pub async fn presses(&self, label: &str) {
        let path = format!(
            "(//main | //body)[last()]//*[self::button or self::a or self::summary][normalize-space()={label:?}]"
        );
        let press = || async {
            let element = self.client.find(Locator::XPath(&path)).await.ok()?;
            element.click().await.ok()
        };
        if within(PATIENCE, press).await.is_none() {
            self.misses(&format!("a button {label:?}")).await;
        }
    }

    /// Waits until the page shows this text.
    pub async fn sees(&self, text: &str) {
        let seen = within(PATIENCE, || async { self.text().await.contains(text).then_some(()) });
        if seen.await.is_none() {
            self.misses(&format!("the text {text:?}")).await;
        }
    }

    /// The page must show this text already.
    pub async fn shows(&self, text: &str) {
        if !self.text().await.contains(text) {
            self.misses(&format!("the text {text:?}")).await;
        }
    }

    /// The page must not show this text.
    pub async fn does_not_see(&self, text: &str) {
        let shown = self.text().await;
        assert!(!shown.contains(text), "{} sees {text:?} on:\n{shown}", self.login);
    }

    /// What stands in a field.
    pub async fn reads(&self, field: &str) -> String {
        let element = self.must_find(&format!("main [name={field:?}]")).await;
        element.prop("value").await.expect("a field has a value").unwrap_or_default()
    }

    /// Where the browser stands.
    pub async fn address(&self) -> String {
        self.client.current_url().await.map(String::from).unwrap_or_default()
    }

    /// The visible text of the page, one line a blank apart.
    pub async fn text(&self) -> String {
        let Ok(body) = self.client.find(Locator::Css("body")).await else { return String::new() };
        let text = body.text().await.unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Goes by keyboard to the button, link or field whose text or label this is: from where the
    /// focus is, one step after the other.
    pub async fn tabs_to(&self, label: &str) {
        for _ in 0..TABS_MAX {
            if self.has_focus(label).await {
                return;
            }
            self.types("\u{e004}").await;
        }
        self.misses(&format!("{label:?} within {TABS_MAX} steps by keyboard")).await;
    }

    async fn has_focus(&self, label: &str) -> bool {
        let Ok(element) = self.client.active_element().await else { return false };
        let said = "return (arguments[0].labels?.[0] ?? arguments[0]).textContent.trim()";
        let reference = serde_json::to_value(&element).expect("a reference");
        let said = self.client.execute(said, vec![reference]).await;
        said.is_ok_and(|said| said == json!(label))
    }

    /// Types where the focus is.
    pub async fn types(&self, keys: &str) {
        let element = self.client.active_element().await.expect("the focus is somewhere");
        element.send_keys(keys).await.expect("it takes keys");
    }

    /// Presses Enter where the focus is.
    pub async fn enters(&self) {
        self.types("\u{e007}").await;
    }

    /// Waits until the browser has gone on from this page of Footbridge.
    pub async fn leaves(&self, path: &str) {
        let page = self.whole(path);
        let gone = within(PATIENCE, || async { (self.address().await != page).then_some(()) });
        if gone.await.is_none() {
            self.misses("another page").await;
        }
    }

    /// What stands in the first element that this selector finds.
    pub async fn text_of(&self, selector: &str) -> String {
        self.must_find(selector).await.text().await.unwrap_or_default()
    }

    /// From now on this machine keeps passkeys, and uses them for whoever it takes for its person.
    pub fn keeps_passkeys(&self) -> Authenticator<'_> {
        let path = format!("/session/{}/webauthn/authenticator", self.session);
        let device = json!({
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true,
            "hasUserVerification": true, "isUserVerified": true, "isUserConsenting": true,
        });
        let answer = tell(self.driver, "POST", &path, &device.to_string());
        let (_, id) = answer.split_once("\"value\":\"").expect("the driver knows authenticators");
        let id = id.split('"').next().unwrap_or_default();
        Authenticator { browser: self, path: format!("{path}/{id}") }
    }

    async fn find(&self, selector: &str) -> Option<Element> {
        self.client.find(Locator::Css(selector)).await.ok()
    }

    async fn must_find(&self, selector: &str) -> Element {
        match within(PATIENCE, || self.find(selector)).await {
            Some(element) => element,
            None => self.misses(&format!("a field {selector}")).await,
        }
    }

    async fn misses(&self, what: &str) -> ! {
        let (address, text) = (self.address().await, self.text().await);
        panic!("{} waits for {what} at {address}, which shows:\n{text}", self.login)
    }
}

/// What keeps the passkeys of a machine.
#[derive(Debug)]
pub struct Authenticator<'b> {
    browser: &'b Browser,
    path: String,
}

impl Authenticator<'_> {
    /// Whether the finger on it, or the face before it, is that of its person.
    pub fn sees_its_person(&self, whether: bool) {
        let body = json!({ "isUserVerified": whether }).to_string();
        let answer = tell(self.browser.driver, "POST", &format!("{}/uv", self.path), &body);
        assert!(answer.starts_with("HTTP/1.1 200"), "the authenticator is not told: {answer}");
    }
}

impl Drop for Browser {
    /// Tells the driver to close it: the driver started it, and knows all its processes.
    fn drop(&mut self) {
        // The story is told; if the driver is gone, so is the browser.
        tell(self.driver, "DELETE", &format!("/session/{}", self.session), "");
    }
}

/// One call of the driver that its client has no word for; what it answers, as far as it comes at
/// once.
fn tell(driver: u16, method: &str, path: &str, body: &str) -> String {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", driver)) else { return String::new() };
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{driver}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let _ = stream.set_read_timeout(Some(PATIENCE));
    let _ = stream.write_all(request.as_bytes());
    let mut answer = [0; 512];
    let length = stream.read(&mut answer).unwrap_or(0);
    String::from_utf8_lossy(&answer[..length]).into_owned()
}

fn capabilities(proxy: u16, door: &str) -> serde_json::Map<String, serde_json::Value> {
    // As if the door stood behind TLS, which passkeys ask for.
    let secure = format!("--unsafely-treat-insecure-origin-as-secure={door}");
    let proxy = format!("--proxy-server=http://127.0.0.1:{proxy}");
    let options = json!({ "args": [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        "--disable-background-networking", "--disable-features=HttpsUpgrades",
        // Everything goes by the proxy, as on a machine in an office.
        proxy, "--proxy-bypass-list=<-loopback>", secure,
        "--lang=en", "--window-size=1280,1600",
    ] });
    let all = json!({ "browserName": "chrome", "goog:chromeOptions": options });
    all.as_object().cloned().expect("an object")
}
