import { cheapestModel, lineOf, presentModel } from '../models';
import { changeTo, defineRule } from '../rule';

/** A turbo or otherwise cheaper model of the same line: everything else stays as it is. */
export const siblingModel = defineRule({
  id: 'sibling-model',
  propose(asked) {
    const present = presentModel(asked);
    const line = present && lineOf(present);
    const choice = line === undefined ? undefined : cheapestModel(asked, (model) => lineOf(model) === line);
    return choice ? changeTo(asked.request, 'model', choice.written) : [];
  },
});
