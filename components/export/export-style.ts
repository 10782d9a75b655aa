/** The look of an export's pages: the browser's own fonts and colours, light or dark as it is set. */
export const EXPORT_STYLE = `:root { color-scheme: light dark; --line: #d5d9e2; --muted: #5a6275; --own: #e3e9ff; --other: #f0f1f5; --link: #2f4bd0; }
@media (prefers-color-scheme: dark) {
  :root { --line: #333a4a; --muted: #a3abbd; --own: #26305c; --other: #22262f; --link: #a9b8ff; }
}
* { box-sizing: border-box; }
body { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.375rem; margin: 0 0 .25rem; }
h2 { font-size: .875rem; font-weight: 600; color: var(--muted); text-align: center; margin: 1.5rem 0 .75rem; }
a { color: var(--link); }
p { margin: 0; }
.meta { color: var(--muted); font-size: .875rem; }
.face { width: 3rem; height: 3rem; border-radius: 50%; object-fit: cover; flex: none; }
.head { display: flex; gap: .75rem; align-items: center; margin-bottom: 1rem; }
nav { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; margin: 1rem 0; }
ul.list { list-style: none; margin: 1.5rem 0 0; padding: 0; }
ul.list li { padding: .75rem 0; border-top: 1px solid var(--line); }
article { width: fit-content; max-width: 85%; margin: .375rem 0; padding: .5rem .75rem; border-radius: .75rem; background: var(--other); }
article.own { margin-inline-start: auto; background: var(--own); }
article:target { outline: 2px solid var(--link); }
.text { white-space: pre-wrap; }
.gone { font-style: italic; color: var(--muted); }
blockquote { margin: 0 0 .375rem; padding-inline-start: .625rem; border-inline-start: 3px solid var(--link); font-size: .875rem; }
aside { margin-top: .375rem; padding: .5rem .625rem; border: 1px solid var(--line); border-radius: .5rem; font-size: .875rem; }
article img { display: block; max-width: 100%; height: auto; max-height: 28rem; border-radius: .5rem; margin: .25rem 0; }
`;
