// A source in words, with what of it can be opened as links.

import type { ReactNode } from 'react';

const link =
  /(?<url>https?:\/\/[^\s;,)]+)|(?<repo>[\w.-]+\/[\w.-]+)@(?<commit>[\da-f]{7,40}):(?<path>[\w./-]*\w)/g;

/** Addresses, and files of a commit on GitHub (`owner/name@commit:path`), as links. */
export function SourceText({ source }: { source: string }) {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of source.matchAll(link)) {
    const { url, repo, commit, path } = match.groups ?? {};
    parts.push(
      source.slice(end, match.index),
      <a
        key={match.index}
        href={url ?? `https://github.com/${repo}/blob/${commit}/${path}`}
        target="_blank"
        rel="noreferrer"
      >
        {match[0]}
      </a>,
    );
    end = match.index + match[0].length;
  }
  return (
    <>
      {parts}
      {source.slice(end)}
    </>
  );
}
