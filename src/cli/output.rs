//! Where text goes. A reader that went away is no error: what was done is done, and the exit code still says how it
//! ended.

use std::io::{ErrorKind, Write};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;

/// One of the two streams, shared by all who write to it.
#[derive(Clone)]
pub(crate) struct Output(Arc<Mutex<Stream>>);

struct Stream {
    name: &'static str,
    to: Box<dyn Write + Send>,
    closed: bool,
}

impl Output {
    /// A stream under the name that errors use.
    pub(crate) fn new(name: &'static str, to: impl Write + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Stream { name, to: Box::new(to), closed: false })))
    }

    /// Writes a text as it is and flushes. After the reader has gone, nothing.
    ///
    /// # Errors
    /// Whatever keeps the text from getting out, for example a full disk.
    pub(crate) fn write(&self, text: &str) -> anyhow::Result<()> {
        let mut stream = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if stream.closed {
            return Ok(());
        }
        match stream.to.write_all(text.as_bytes()).and_then(|()| stream.to.flush()) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                stream.closed = true;
                Ok(())
            }
            written => written.with_context(|| format!("cannot write to {}", stream.name)),
        }
    }

    /// Writes a line. What cannot be told is not told: used where there is nobody left to tell it to.
    pub(crate) fn line(&self, text: &str) {
        // A diagnostic that cannot be written has no other way out.
        let _ = self.write(&format!("{text}\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Closing(usize);

    impl Write for Closing {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            if self.0 == 0 {
                return Err(ErrorKind::BrokenPipe.into());
            }
            self.0 -= 1;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    struct Full;

    impl Write for Full {
        fn write(&mut self, _bytes: &[u8]) -> std::io::Result<usize> {
            Err(ErrorKind::StorageFull.into())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_went_away_is_no_error() {
        let out = Output::new("stdout", Closing(1));
        assert!(out.write("a").is_ok());
        assert!(out.write("b").is_ok());
        assert!(out.write("c").is_ok());
    }

    #[test]
    fn a_full_disk_is_an_error_that_names_the_stream() {
        let error = Output::new("stdout", Full).write("a").expect_err("full");
        assert_eq!(error.to_string(), "cannot write to stdout");
    }
}
