//! Draws every page with krilla: `krilla-peer PAGES.json OUT FONTS`. The counterpart of `../measure.py`.

mod face;
mod page;
mod pen;

use face::Faces;
use page::Page;
use std::error::Error;
use std::path::Path;
use std::time::Instant;

/// The first pages only warm up.
const WARM_UP: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [pages, out, fonts] = args.as_slice() else {
        return Err("krilla-peer PAGES.json OUT FONTS".into());
    };
    let (out, fonts) = (Path::new(out), Path::new(fonts));
    let pages: Vec<Page> = serde_json::from_slice(&std::fs::read(pages)?)?;
    let faces = Faces::load(fonts)?;
    std::fs::create_dir_all(out)?;
    let (mut times, mut before) = (Vec::new(), 0.0);
    for (n, page) in pages.iter().enumerate() {
        if n == WARM_UP {
            before = cpu()?;
        }
        let began = Instant::now();
        let pdf = page.draw(&faces)?;
        if n >= WARM_UP {
            times.push(began.elapsed().as_secs_f64() * 1000.0);
            std::fs::write(out.join(format!("{:05}.pdf", n - WARM_UP)), pdf)?;
        }
    }
    let count = f64::from(u32::try_from(times.len())?);
    let figures = serde_json::json!({
        "ms": times,
        "cpu_ms": (cpu()? - before) / count,
        "peak_mb": peak()? / 1024.0,
    });
    std::fs::write(out.join("figures.json"), figures.to_string())?;
    Ok(())
}

/// The processor's milliseconds that this process has taken so far.
fn cpu() -> Result<f64, Box<dyn Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // user and system ticks: fields 14 and 15, counted from behind the name in brackets.
    let fields = stat.rsplit_once(')').ok_or("no name")?.1.split_whitespace().skip(11).take(2);
    let ticks: f64 = fields.map(str::parse::<f64>).sum::<Result<_, _>>()?;
    Ok(ticks * 10.0) // 100 ticks a second, whatever the kernel counts by
}

/// The most memory, in kB, that was ever resident.
fn peak() -> Result<f64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM")).ok_or("no VmHWM")?;
    Ok(line.split_whitespace().nth(1).ok_or("no figure")?.parse()?)
}
