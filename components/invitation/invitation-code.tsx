'use client';

import { useMemo } from 'react';
import { encode } from 'uqr';

/** Modules of white around it, as the standard asks for. */
const QUIET_ZONE = 4;

/** A QR code of a text, drawn in the browser, so that no other service sees the text. */
export function InvitationCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const code = encode(text, { ecc: 'M', border: QUIET_ZONE });
    const squares = code.data.flatMap((row, y) =>
      row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
    );
    return { size: code.size, path: squares.join('') };
  }, [text]);
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} className="size-full">
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
