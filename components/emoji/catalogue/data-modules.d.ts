// What is read of the data packages. Without this, the compiler would work out the type of each of
// their many thousand entries.

declare module 'unicode-emoji-json/data-by-group.json' {
  const groups: {
    slug: string;
    emojis: {
      emoji: string;
      name: string;
      emoji_version: string;
      skin_tone_support: boolean;
      skin_tone_support_unicode_version?: string;
    }[];
  }[];
  export default groups;
}

declare module 'cldr-annotations-full/annotations/en/annotations.json' {
  const file: import('./build-catalogue').AnnotationsFile;
  export default file;
}
declare module 'cldr-annotations-full/annotations/de/annotations.json' {
  const file: import('./build-catalogue').AnnotationsFile;
  export default file;
}
declare module 'cldr-annotations-full/annotations/ar/annotations.json' {
  const file: import('./build-catalogue').AnnotationsFile;
  export default file;
}
