/** Recovery codes that were just made, which are shown this once. */
export function CodesShown({ codes, hint }: { codes: string[] | null; hint: string }) {
  return (
    <div role="status">
      {codes && (
        <div className="flex flex-col gap-3 rounded-control bg-accent-soft p-4">
          <p>{hint}</p>
          <ul dir="ltr" className="grid gap-x-6 gap-y-1 font-mono sm:grid-cols-2">
            {codes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
