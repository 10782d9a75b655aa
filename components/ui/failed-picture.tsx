import ImageOff from 'lucide-react/icons/image-off';

/** Shown in place of a picture that did not load; pressing it mostly tries again. */
export function FailedPicture({ label }: { label: string }) {
  return (
    <span className="absolute inset-0 flex flex-col items-center justify-center gap-1.5 bg-sunken p-1 text-center text-meta text-muted">
      <ImageOff className="size-5 shrink-0" aria-hidden="true" />
      <span className="max-w-full truncate">{label}</span>
    </span>
  );
}
