/** The mark: two speech bubbles that share an edge, as two people share a conversation. */
export function Logo({ className = 'size-10' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <rect width="32" height="32" rx="9" className="fill-accent-solid" />
      <path
        d="M8 10.5A3.5 3.5 0 0 1 11.500 7h6A3.500 3.500 0 0 1 21 10.500v3a3.500 3.500 0 0 1-3.500 3.500H12l-3.100 2.300a.55.55 0 0 1-.9-.45Z"
        fill="#fff"
      />
      <path
        d="M23 13.200a3.500 3.500 0 0 1 1.500 2.900v6.750a.55.55 0 0 1-.88.44L20.700 21H15a3.500 3.500 0 0 1-3.200-2.100l.8-.6h4.900a5.300 5.300 0 0 0 5.300-4.700c.06-.13.2-.4.2-.4Z"
        fill="#fff"
        fillOpacity="0.62"
      />
    </svg>
  );
}
