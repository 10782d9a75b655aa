/** Stands between two ways of doing the same. */
export function OrLine({ children }: { children: string }) {
  return (
    <p className="my-5 flex items-center gap-3 text-sm text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      <span>{children}</span>
    </p>
  );
}
