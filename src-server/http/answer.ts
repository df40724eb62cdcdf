/** What a handler answers. A null body is no body. */
export interface Answer<Body = unknown> {
  status: number;
  body: Body | null;
  headers?: Readonly<Record<string, string>>;
}

/** The same with a body that is JSON already; empty is no body. */
export interface TextAnswer {
  status: number;
  text: string;
  headers: Readonly<Record<string, string>>;
}
