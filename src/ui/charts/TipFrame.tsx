// The slip of paper under the pointer: a head and a list.

import type { ReactNode } from 'react';

export function TipFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="chart-tip">
      <p data-kind="scale">{title}</p>
      <ul>{children}</ul>
    </div>
  );
}
