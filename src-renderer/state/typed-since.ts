/** A draft after it was saved: as the server has it, but for the parts that were typed since it was sent. */
export function withTypedSince<Draft extends object>(saved: Draft, sent: Draft, typed: Draft): Draft {
  const draft = { ...saved };
  for (const name in typed) if (!Object.is(typed[name], sent[name])) draft[name] = typed[name];
  return draft;
}
