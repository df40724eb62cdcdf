/** What the nodes use of `n8n-workflow` at run time. */
export const NodeConnectionTypes = { Main: 'main' };

class NodeError extends Error {
  constructor(node, error, { message, description = error.description, httpCode = error.httpCode ?? null, itemIndex } = {}) {
    super(message ?? (typeof error === 'string' ? error : error.message));
    Object.assign(this, { node, description, httpCode, context: { itemIndex } });
  }
}

export class NodeApiError extends NodeError {
  name = 'NodeApiError';
}

export class NodeOperationError extends NodeError {
  name = 'NodeOperationError';
}
