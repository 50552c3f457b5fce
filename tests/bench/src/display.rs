//! What is on the display, and since when.
//!
//! The virtual display is a file (`Xvfb -fbdir`), so its pixels are read as they are, without asking the window or its
//! web view anything. Every fourth line is looked at: text is taller than that.

use anyhow::{Context, Result, bail};
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, Instant};

/// Lines from one that is looked at to the next.
const LINES: usize = 4;
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(4);
/// A display that did not change for so long is at rest.
const REST: Duration = Duration::from_millis(1500);
/// The longest that is waited for rest.
const LONGEST: Duration = Duration::from_secs(60);
/// Of the edges on the final picture, the share that is there when it counts as painted. The rest is left for what
/// comes late and small.
const PAINTED: f64 = 0.95;

/// The pixels of the lines that are looked at.
type Picture = Vec<u32>;

/// A display.
pub struct Display {
    file: File,
    layout: Layout,
}

/// Where the pixels are in an `xwd` file.
#[derive(Debug, PartialEq)]
struct Layout {
    start: usize,
    line: usize,
    lines: usize,
}

impl Layout {
    /// Reads the header of `X11/XWDFile.h`: words of 32 bits, the most significant byte first.
    fn read(header: &[u8]) -> Option<Self> {
        let word = |at: usize| {
            let bytes = header.get(at * 4..at * 4 + 4)?;
            Some(u32::from_be_bytes(bytes.try_into().ok()?) as usize)
        };
        let (version, bits_per_pixel) = (word(1)?, word(11)?);
        if version != 7 || bits_per_pixel != 32 {
            return None;
        }
        // The colour map, of 12 bytes for each colour, lies between the header and the pixels.
        Some(Self {
            start: word(0)? + word(19)? * 12,
            line: word(12)?,
            lines: word(5)?,
        })
    }
}

impl Display {
    /// Opens the display's file.
    pub fn open(file: &Path) -> Result<Self> {
        let file = File::open(file).context("the display has no file")?;
        let mut header = [0; 100];
        file.read_exact_at(&mut header, 0)?;
        let layout = Layout::read(&header).context("the display's file is no XWD file of 32-bit pixels")?;
        Ok(Self { file, layout })
    }

    fn picture(&self) -> Result<Picture> {
        let mut line = vec![0; self.layout.line];
        let mut picture = Vec::with_capacity(self.layout.line / 4 * self.layout.lines.div_ceil(LINES));
        for number in (0..self.layout.lines).step_by(LINES) {
            let at = self.layout.start + number * self.layout.line;
            self.file.read_exact_at(&mut line, at as u64)?;
            picture.extend(
                line.chunks_exact(4)
                    .map(|pixel| u32::from_ne_bytes([pixel[0], pixel[1], pixel[2], pixel[3]])),
            );
        }
        Ok(picture)
    }

    /// Watches until the display is at rest, and says how long after `start` it first looked as it then stayed. Call it
    /// right after the program was started, while the display is empty; `ended` says whether the program is gone.
    pub async fn painted(&self, start: Instant, mut ended: impl FnMut() -> bool) -> Result<Duration> {
        let mut seen = vec![(Duration::ZERO, self.picture()?)];
        loop {
            tokio::time::sleep(PAUSE).await;
            let (now, picture) = (start.elapsed(), self.picture()?);
            let Some((since, last)) = seen.last() else {
                bail!("nothing was seen");
            };
            if picture != *last {
                seen.push((now, picture));
            } else if seen.len() > 1 && now.saturating_sub(*since) > REST {
                break;
            }
            if ended() {
                bail!("the program ended at once");
            }
            if now > LONGEST {
                bail!("the window does not come to rest within {LONGEST:?}");
            }
        }
        let pictures: Vec<&Picture> = seen.iter().map(|(_, picture)| picture).collect();
        let first = first_painted(&pictures).context("the window shows nothing")?;
        seen.get(first)
            .map(|(since, _)| *since)
            .context("nothing was seen")
    }

    /// How many different pictures the display shows while something is done, for as long as a future takes. A picture
    /// that is copied to the display piece by piece may count more than once.
    pub async fn pictures_during<T>(&self, done: impl Future<Output = Result<T>>) -> Result<(T, u32)> {
        let mut done = std::pin::pin!(done);
        let (mut last, mut pictures) = (self.picture()?, 0);
        loop {
            tokio::select! {
                value = &mut done => return Ok((value?, pictures)),
                () = tokio::time::sleep(PAUSE) => {
                    let picture = self.picture()?;
                    if picture != last {
                        pictures += 1;
                        last = picture;
                    }
                }
            }
        }
    }

    /// Waits until the display is as empty as it was before a window was there.
    pub async fn cleared(&self) -> Result<()> {
        for _ in 0..2000 {
            let picture = self.picture()?;
            if picture.windows(2).all(|pair| pair[0] == pair[1]) {
                return Ok(());
            }
            tokio::time::sleep(PAUSE).await;
        }
        bail!("a window stays on the display")
    }
}

/// Which picture is the first from which on the edges of the last one are there. Edges, because they are where text is:
/// plain areas would outweigh it. `None` where the last picture has none.
fn first_painted(pictures: &[&Picture]) -> Option<usize> {
    let last = pictures.last()?;
    let edges: Vec<usize> = (1..last.len()).filter(|at| last[*at] != last[at - 1]).collect();
    if edges.is_empty() {
        return None;
    }
    let painted = |picture: &Picture| {
        let there = edges
            .iter()
            .filter(|at| picture[**at] == last[**at] && picture[**at - 1] == last[**at - 1]);
        there.count() as f64 >= edges.len() as f64 * PAINTED
    };
    let unpainted = pictures.iter().rposition(|picture| !painted(picture));
    Some(unpainted.map_or(0, |at| at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_of_a_display_is_read() {
        let mut header = vec![0; 100];
        for (at, word) in [
            (0, 160_u32),
            (1, 7),
            (4, 1400),
            (5, 900),
            (11, 32),
            (12, 5600),
            (19, 256),
        ] {
            header[at * 4..at * 4 + 4].copy_from_slice(&word.to_be_bytes());
        }
        assert_eq!(
            Layout::read(&header),
            Some(Layout {
                start: 160 + 256 * 12,
                line: 5600,
                lines: 900
            })
        );
        header[44 + 3] = 24;
        assert_eq!(Layout::read(&header), None, "24 bits to a pixel");
        assert_eq!(Layout::read(&[0; 20]), None);
    }

    #[test]
    fn painted_is_when_the_text_is_there_for_good() {
        let empty = vec![0; 40];
        let frame = vec![7; 40];
        let text: Picture = (0..40).map(|at| if at % 3 == 0 { 1 } else { 7 }).collect();
        let pictures = [&empty, &frame, &text, &frame, &text, &text];
        assert_eq!(first_painted(&pictures), Some(4));
        assert_eq!(first_painted(&[&text]), Some(0));
    }

    #[test]
    fn something_small_that_comes_late_does_not_count() {
        let text: Picture = (0..400).map(|at| if at % 3 == 0 { 1 } else { 7 }).collect();
        let mut later = text.clone();
        later[201] = 9;
        assert_eq!(first_painted(&[&vec![0; 400], &text, &later]), Some(1));
    }

    #[test]
    fn a_plain_window_shows_nothing() {
        assert_eq!(first_painted(&[&vec![0; 4], &vec![7; 4]]), None);
    }
}
