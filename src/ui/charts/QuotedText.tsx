// A sentence whose quoted figures, between <q> and </q>, are set in italics and marked as quoted.

import { Fragment } from 'react';

export function QuotedText({ text }: { text: string }) {
  return (
    <span className="quoted" data-kind="quoted">
      {text.split(/<\/?q>/).map((part, i) =>
        // Every second part is a figure; parts have no identity but their place.
        i % 2 === 1 ? <em key={i}>{part}</em> : <Fragment key={i}>{part}</Fragment>,
      )}
    </span>
  );
}
