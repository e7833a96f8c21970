import type { OptimizerWishes } from '../../service/engine';
import type { Engine } from '../engine';
import type { Settings } from '../settings';

/** What the settings say of the user's wishes; what a settings file has there that is no wish is none. */
export function wishesOf(engine: Engine, settings: Settings): OptimizerWishes {
  const oneOf = (value: unknown, allowed: readonly string[]): string | undefined => allowed.find((item) => item === value);
  const platform = oneOf(settings.raw('suggestions.platform'), engine.PLATFORMS);
  const content = oneOf(settings.raw('suggestions.content'), engine.CONTENTS);
  return {
    wishes: { ...(platform === undefined ? {} : { platform }), ...(content === undefined ? {} : { content }) },
    disabled: new Set(settings.disabledRules()),
  };
}
