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
            .capabilities(capabilities(wire.port))
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

impl Drop for Browser {
    /// Tells the driver to close it: the driver started it, and knows all its processes.
    fn drop(&mut self) {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.driver)) else { return };
        let request = format!(
            "DELETE /session/{} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n",
            self.session, self.driver
        );
        // The story is told; if the driver is gone, so is the browser.
        let _ = stream.set_read_timeout(Some(PATIENCE));
        let _ = stream.write_all(request.as_bytes());
        let _ = stream.read(&mut [0; 1]);
    }
}

fn capabilities(proxy: u16) -> serde_json::Map<String, serde_json::Value> {
    let proxy = format!("--proxy-server=http://127.0.0.1:{proxy}");
    let options = json!({ "args": [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        "--disable-background-networking", "--disable-features=HttpsUpgrades",
        // Everything goes by the proxy, as on a machine in an office.
        proxy, "--proxy-bypass-list=<-loopback>",
        "--lang=en", "--window-size=1280,1600",
    ] });
    let all = json!({ "browserName": "chrome", "goog:chromeOptions": options });
    all.as_object().cloned().expect("an object")
}
