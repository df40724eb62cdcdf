import { Component, type ReactNode } from 'react';
import { ErrorState } from './error-state.tsx';

export interface PaneBoundaryProps {
  title: string;
  text: (message: string) => string;
  action: string;
  children: ReactNode;
}

/** Keeps what breaks inside of it to itself, and tries again when asked to. */
export class PaneBoundary extends Component<PaneBoundaryProps, { failure: Error | null }> {
  override state: { failure: Error | null } = { failure: null };

  static getDerivedStateFromError(thrown: unknown): { failure: Error } {
    return { failure: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (!failure) return this.props.children;
    const { title, text, action } = this.props;
    return <ErrorState title={title} text={text(failure.message)} action={action} onAction={() => this.setState({ failure: null })} />;
  }
}
