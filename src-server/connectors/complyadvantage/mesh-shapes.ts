import { type Static, Type } from 'typebox';

// What is read of Mesh's answers, and no more: what else is in them may change. Its enumerations are open.
const Missing = Type.Null();
const Text = Type.String({ minLength: 1 });
const OptionalText = Type.Optional(Type.Union([Type.String(), Missing]));

export const Stage = Type.Object({ identifier: Text, display_name: OptionalText, stage_type: Text });
export type Stage = Static<typeof Stage>;

export const CaseShape = Type.Object({
  identifier: Text,
  type: Text,
  stage: Stage,
  assignee: OptionalText,
  customer: Type.Optional(Type.Union([Type.Object({ name: OptionalText }), Missing])),
  subjects: Type.Optional(Type.Array(Type.Object({ name: OptionalText }))),
  created_at: Text,
  alerts: Type.Optional(Type.Union([Type.Object({ highest_priority: Type.Optional(Type.Union([Type.Integer(), Missing])) }), Missing])),
});
export type CaseShape = Static<typeof CaseShape>;

const PageLinks = { next: OptionalText, total_count: Type.Optional(Type.Union([Type.Integer(), Missing])) };

export const CasePage = Type.Object({ ...PageLinks, cases: Type.Array(Type.Record(Type.String(), Type.Unknown())) });

export const WorkflowPage = Type.Object({
  ...PageLinks,
  workflows: Type.Array(Type.Object({ case_type: Text, stages: Type.Array(Stage) })),
});

export const AlertPage = Type.Object({
  ...PageLinks,
  alerts: Type.Array(Type.Object({ priority: Type.Optional(Type.Union([Type.Integer(), Missing])) })),
});

export const UserPage = Type.Object({
  ...PageLinks,
  users: Type.Array(
    Type.Object({
      identifier: Text,
      name: OptionalText,
      email: OptionalText,
      active: Type.Optional(Type.Boolean()),
      user_type: OptionalText,
    }),
  ),
});

export const TokenAnswer = Type.Object({ access_token: Text, expires_in: Type.Optional(Type.Union([Type.Number(), Missing])) });

export const BulkAnswer = Type.Object({
  results: Type.Union([
    Type.Array(
      Type.Object({
        identifier: Text,
        success: Type.Boolean(),
        errors: Type.Optional(Type.Union([Type.Array(Type.Object({ detail: OptionalText, message: OptionalText })), Missing])),
      }),
    ),
    Missing,
  ]),
});

/** Of whatever went wrong, in the forms that there are. */
export const ProblemShape = Type.Object({
  title: OptionalText,
  detail: OptionalText,
  message: OptionalText,
  permissions: Type.Optional(Type.Array(Type.Object({ name: OptionalText }))),
});

/** Read closer later, or not at all. */
export const AnyRecord = Type.Record(Type.String(), Type.Unknown());
