// biome-ignore lint/style/noDefaultExport: what PostCSS reads
export default { plugins: { '@tailwindcss/postcss': {} } };
