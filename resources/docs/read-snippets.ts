export interface Snippet {
  /** Of its first line, for messages. */
  line: number;
  language: string;
  /** What follows the language on the fence: a snippet that a test runs in its own way. */
  role: string | null;
  code: string;
  /** The block after it, `json` or `text`: what it prints. */
  prints: { language: 'json' | 'text'; text: string } | null;
}

const RUNNABLE = new Set(['sh', 'python', 'js']);

/** The blocks of a Markdown text that can be run, each with what the text says that it prints. */
export function readSnippets(markdown: string): Snippet[] {
  const blocks = [...markdown.matchAll(/^```(\w+)(?: (\w+))?\n(.*?)^```$/gms)].map((match) => ({
    line: markdown.slice(0, match.index).split('\n').length + 1,
    language: match[1] ?? '',
    role: match[2] ?? null,
    code: match[3] ?? '',
    start: match.index,
    end: match.index + match[0].length,
  }));
  return blocks.flatMap(({ start, end, ...block }, index) => {
    if (!RUNNABLE.has(block.language)) return [];
    const next = blocks[index + 1];
    // With words between them it is an example of its own.
    const isAnswer = next !== undefined && markdown.slice(end, next.start).trim() === '';
    return [{ ...block, prints: isAnswer ? answerIn(next) : null }];
  });
}

function answerIn({ language, code }: { language: string; code: string }): Snippet['prints'] {
  return language === 'json' || language === 'text' ? { language, text: code } : null;
}
