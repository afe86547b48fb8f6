extension Page {
    /// SHA-256 of `style` in base64, by which browsers know it.
    ///
    /// A test names the new one after a change.
    static let styleDigest = "5JkapUDhY25kH1iF7iUqGSnPYIBir6y80TtZhyNMqJE="

    /// How all pages look: on a light and on a dark screen, and on paper of any size.
    static let style = """

        :root {
          color-scheme: light dark;
          --paper: #fbf8f2; --ink: #2d2823; --soft: #6c6259; --line: #ddd3c5; --mark: #a6472b;
        }
        @media screen and (prefers-color-scheme: dark) {
          :root { --paper: #1b1816; --ink: #ece4da; --soft: #ab9f93; --line: #3d3732; --mark: #e39470; }
        }
        * { box-sizing: border-box; }
        html { background: var(--paper); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body {
          margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
          font: 1.125rem/1.6 Charter, "Bitstream Charter", "Iowan Old Style", "Palatino Linotype", Palatino, Georgia,
            "Noto Serif", "DejaVu Serif", serif;
        }
        main { max-width: 38rem; margin: 0 auto; padding: clamp(2.5rem, 9vw, 6rem) clamp(1.25rem, 6vw, 2rem); }
        h1 { font-size: clamp(1.9rem, 6vw, 2.6rem); font-weight: 400; line-height: 1.2; margin: 0; text-wrap: balance; }
        h2 { font-size: 1.125rem; font-weight: 400; font-style: italic; color: var(--soft); margin: 0 0 .75rem; }
        p { margin: 0; text-wrap: pretty; }
        small, figcaption, .about, .foot, blockquote footer { font-size: .875rem; color: var(--soft); }
        ul { list-style: none; margin: 0; padding: 0; }
        .foot { margin-top: 4rem; border-top: 1px solid var(--line); padding-top: 1rem; }

        .letter .foot { border: 0; padding: 0; }
        .letter header { margin-bottom: 2.5rem; }
        .letter .about { margin-bottom: .35rem; letter-spacing: .04em; }
        .letter section { margin-top: 3rem; }
        figure { margin: 3rem 0 0; text-align: center; }
        svg { display: block; width: 100%; max-width: 30rem; margin: 0 auto .75rem; }
        svg text { font-size: 17px; fill: var(--soft); text-anchor: middle; }
        svg .year { font-size: 62px; fill: var(--ink); }
        svg .ring, svg .tick { fill: none; stroke: var(--line); stroke-width: 1.5; }
        svg .day { stroke: var(--mark); stroke-width: 2.2; stroke-linecap: round; }
        dl { margin: 0; }
        dl div {
          display: flex; justify-content: space-between; align-items: baseline; gap: 2rem; padding: .45rem 0;
          border-bottom: 1px solid var(--line);
        }
        dd { margin: 0; color: var(--soft); white-space: nowrap; }
        blockquote { margin: 0 0 1.5rem; padding-left: 1.25rem; border-left: 2px solid var(--mark); break-inside: avoid; }
        .room { display: none; }
        .room hr { border: 0; border-bottom: 1px solid var(--line); margin: 0; height: 9mm; }

        .cards main { max-width: 64rem; }
        .cards h1 { margin-bottom: 2rem; }
        .cards ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: 1rem; }
        .cards li {
          display: flex; flex-direction: column; justify-content: space-between; gap: 1rem; min-height: 10.5rem;
          padding: 1.25rem; border: 1px solid var(--line); border-radius: .5rem; line-height: 1.45;
        }

        .week main { max-width: 46rem; }
        .week h1 { margin-bottom: 2.5rem; }
        .week section {
          display: grid; grid-template-columns: 9.5rem 1fr; gap: 0 1.5rem; min-height: 3.6rem; padding: .8rem 0;
          border-top: 1px solid var(--line); break-inside: avoid;
        }
        .week h2 { margin: 0; }
        .week li { display: grid; grid-template-columns: 6rem 1fr auto; gap: 0 1rem; align-items: baseline; }
        .week b { font-weight: 400; }
        .week span, .week li small { white-space: nowrap; }
        .week span { color: var(--mark); font-variant-numeric: tabular-nums; }
        @media screen and (max-width: 36rem) {
          .week section { grid-template-columns: 1fr; gap: .4rem; }
          .week li { grid-template-columns: 6rem 1fr; }
          .week li small { grid-column: 2; }
        }

        @page { margin: 16mm 18mm; }
        @page cards { margin: 13mm; }
        @media print {
          :root { color-scheme: light; --paper: #fff; --ink: #1d1a17; --soft: #55504a; --line: #bdb5aa; --mark: #8f3a21; }
          body { font-size: 11pt; line-height: 1.5; }
          main { max-width: none; padding: 0; }
          h2 { break-after: avoid; font-size: 11pt; }
          h1 { font-size: 22pt; }
          .foot { margin-top: 8mm; padding-top: 2mm; break-inside: avoid; break-before: avoid; }
          .letter header { margin-bottom: 5mm; }
          .letter section { margin-top: 7mm; }
          figure { margin-top: 6mm; break-inside: avoid; }
          svg { max-width: 80mm; margin-bottom: 2mm; }
          dl { columns: 2; column-gap: 12mm; }
          dl div { break-inside: avoid; padding: 1.2mm 0; gap: 4mm; }
          .room { display: block; break-inside: avoid; }
          body.cards { page: cards; }
          .cards main { max-width: none; }
          .cards h1 { display: none; }
          .cards ul { display: block; width: 178mm; margin: 0 auto; }
          .cards li {
            float: left; width: 88mm; height: 50mm; min-height: 0; padding: 6mm; font-size: 12pt; line-height: 1.35;
            border: 1px dashed var(--line); border-radius: 0; margin: 0 -1px -1px 0; break-inside: avoid;
          }
          .cards li.long { font-size: 8.5pt; line-height: 1.25; }
          .week h1 { margin-bottom: 6mm; }
          .week section { grid-template-columns: 40mm 1fr; min-height: 20mm; padding: 2.5mm 0; }
          .week h2 { font-size: 15pt; break-after: auto; }
          .week li { font-size: 14pt; grid-template-columns: 28mm 1fr auto; }
        }

        """
}
