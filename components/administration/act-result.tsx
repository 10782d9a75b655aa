/** How an act ended, seen and heard; always on the page, so that it is heard when it comes. */
export function ActResult({ said }: { said: { done: string } | { failed: string } | null }) {
  return (
    <>
      <p role="status" className="font-medium text-success empty:hidden">
        {said && 'done' in said && said.done}
      </p>
      <p role="alert" className="text-danger empty:hidden">
        {said && 'failed' in said && said.failed}
      </p>
    </>
  );
}
