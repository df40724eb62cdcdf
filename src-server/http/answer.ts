/** What a handler answers. A null body is no body. */
export interface Answer<Body = unknown> {
  status: number;
  body: Body | null;
  headers?: Readonly<Record<string, string>>;
}
