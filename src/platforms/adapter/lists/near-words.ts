/** Up to three words at a small distance, the nearest first, ignoring case. With `orAllOf`: all words, where there are at most so many. */
export function nearWords(words: readonly string[], wanted: string, { orAllOf = 0 } = {}): string[] {
  return words
    .map((word) => ({ word, distance: editDistance(word.toLowerCase(), wanted.toLowerCase()) }))
    .filter(
      ({ word, distance }) =>
        words.length <= orAllOf || distance <= Math.max(2, Math.ceil(Math.max(word.length, wanted.length) / 3)),
    )
    .sort((one, other) => one.distance - other.distance || (one.word < other.word ? -1 : 1))
    .slice(0, 3)
    .map(({ word }) => word);
}

function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
