//! Scratch.
use system_tests::walk::{self, account};
use system_tests::{Failure, KeyStore, Options, journey};
#[tokio::main(flavor = "current_thread")]
async fn main() {
    let n = std::env::args().nth(1).unwrap();
    let options = Options {
        app: "target/release/defender-api-workbench".into(),
        app_args: vec!["--sandbox-alerts".into(), n],
        key_store: KeyStore::Unlocked,
        pictures: "/tmp/large".into(),
    };
    let r: Result<(), Failure> = journey("large", Ok(options), async |journey| {
        walk::use_sandbox(journey.window()?).await?;
        walk::sign_in(journey, account::ADMIN).await?;
        let window = journey.window()?;
        let t = std::time::Instant::now();
        let all = walk::load_alerts(window).await?;
        println!("load {:?} {:?}", t.elapsed(), all);
        let wait_busy = "const done=arguments[arguments.length-1]; const t0=performance.now(); const g=()=>document.querySelector('[data-testid=\"alerts-grid\"]'); const idle=()=>{ const x=g(); if(x.getAttribute('aria-busy')!=='true' && !x.querySelector('[role=row][aria-busy=true]')) done(performance.now()-t0); else requestAnimationFrame(idle); };";
        for col in ["title", "severity", "alertCreationTime", "computerDnsName"] {
            let ms: f64 = window.async_script(&format!("{wait_busy} document.querySelector('[role=columnheader][data-column=\"{col}\"] button').click(); setTimeout(()=>requestAnimationFrame(idle), 20);"), vec![]).await?;
            println!("sort {col} {ms:.0} ms");
        }
        let t = std::time::Instant::now();
        window.fill("alerts-search", "powershell").await?;
        window.attribute_where("alerts-count", "data-matched", "fewer", |m| m.parse::<u32>().is_ok_and(|m| m < all.total && m > 0)).await?;
        println!("typing powershell {:?} {:?}", t.elapsed(), walk::count(window).await?);
        window.fill("alerts-search", "").await?;
        window.attribute_where("alerts-count", "data-matched", "all", |m| m.parse::<u32>().is_ok_and(|m| m == all.total)).await?;
        let s: String = window.async_script("const done=arguments[arguments.length-1]; const g=document.querySelector('[data-testid=\"alerts-grid\"]'); let n=0, blank=0, t0=performance.now(), last=t0, worst=0; const step=()=>{ const now=performance.now(); worst=Math.max(worst, now-last); last=now; n++; g.scrollTop += 360; if (g.querySelector('[role=row][aria-busy=true]')) blank++; if (now-t0<5000) requestAnimationFrame(step); else done(`frames/s ${(n/(now-t0)*1000).toFixed(1)} worst frame ${worst.toFixed(0)} ms frames with a blank row ${blank}/${n} scrollTop ${g.scrollTop}`)}; requestAnimationFrame(step);", vec![]).await?;
        println!("scroll {s}");
        journey.picture("large").await?;
        Ok(())
    }).await;
    println!("{r:?}");
}
