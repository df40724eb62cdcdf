/**
 * What the server says, by its English sentence, word for word: a name in `{{…}}` stands for what is filled in. English
 * needs none.
 */
export type ServerSentences = Readonly<Record<string, string>>;
