/** A preference that was written with `writeCookie`, where no server has read it for the page. */
export function readCookie(name: string): string | undefined {
  const entry = document.cookie.split('; ').find((each) => each.startsWith(`${name}=`));
  return entry && decodeURIComponent(entry.slice(name.length + 1));
}
