//! How a tone looks on a terminal.

use console::Style as Paint;

use crate::render::phrase::Tone;

/// Text in the colour of its tone. The text is escaped already.
pub(super) fn paint(text: &str, tone: Tone, color: bool) -> String {
    if !color || text.is_empty() {
        return text.to_owned();
    }
    let paint = Paint::new().force_styling(true);
    let paint = match tone {
        Tone::Plain | Tone::Quoted | Tone::Cited | Tone::Code => return text.to_owned(),
        Tone::Strong | Tone::Name => paint.bold(),
        Tone::Dim => paint.dim(),
        Tone::Bad => paint.red().bold(),
        Tone::Warn => paint.yellow(),
        Tone::Good => paint.green(),
    };
    paint.apply_to(text).to_string()
}
