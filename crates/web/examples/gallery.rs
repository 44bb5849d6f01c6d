//! Writes the gallery and its sample pages to a folder, to be looked at in a browser without a
//! server: `cargo run -p footbridge-web --example gallery -- target/gallery`.

use std::{env, fs, io, path::Path};

use web::gallery::{door_page, front_page, gallery, request_page};

const ASSETS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets");

fn main() -> io::Result<()> {
    let folder = env::args().nth(1).unwrap_or_else(|| "target/gallery".to_owned());
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    for file in ["footbridge.css", "favicon.svg"] {
        fs::copy(Path::new(ASSETS).join(file), folder.join(file))?;
    }
    let pages = [
        ("gallery", gallery()),
        ("front", front_page()),
        ("door", door_page()),
        ("request", request_page()),
    ];
    for (name, page) in pages {
        fs::write(folder.join(name).with_extension("html"), page.into_string())?;
    }
    println!("Open {}", folder.join("gallery.html").display());
    Ok(())
}
