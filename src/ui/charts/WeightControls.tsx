// The weights of the model shown: how many parameters, how many of them a token meets, and the bits of each.

import { useTranslation } from 'react-i18next';
import { modelById } from '../../facts/models';
import { weightProblems, type WeightProblem } from '../../state/deploymentProblems';
import { modelOf } from '../../state/modelShape';
import { weightBitChoices, type WeightCount } from '../../state/weights';
import { Choice } from '../Choice';
import { CountField } from '../controls/CountField';
import { readParameters, showParameters } from '../parameterCount';
import { problemText } from '../problemText';
import { setControls, useControls } from '../useControls';

/** Where what needs the parameters leads to. */
export const parametersFieldId = 'model-parameters';

/** The numbers of a problem as counts of parameters are written. */
function inUnits({ values }: WeightProblem): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' ? showParameters(value) : value,
    ]),
  );
}

function WeightNumber({ field }: { field: WeightCount }) {
  const { t } = useTranslation();
  const { t: s } = useTranslation('serving');
  const controls = useControls((c) => c);
  const value = controls[field];
  const problem = weightProblems(controls).find((each) => each.field === field);
  const problemSaid = (found: WeightProblem) =>
    found.code === 'moreActive'
      ? s('problems.moreActive', { replace: inUnits(found) })
      : problemText(t, { code: found.code, values: inUnits(found) });
  return (
    <CountField
      {...(field === 'parameters' ? { id: parametersFieldId } : {})}
      label={s(`controls.${field}`)}
      note={s(`controls.${field}Note`)}
      value={value}
      problem={problem && problemSaid(problem)}
      unreadText={(text) =>
        value === 0
          ? s('problems.notACountUnknown', { text })
          : s('problems.notACount', { text, value: showParameters(value) })
      }
      placeholder={s(field === 'parameters' ? 'controls.notKnown' : 'controls.all')}
      read={readParameters}
      show={(count) => (count === 0 ? '' : showParameters(count))}
      onChange={(next) =>
        setControls({
          [field]: next,
          // Where all are active, all stay so.
          ...(field === 'parameters' && controls.activeParameters === value
            ? { activeParameters: next }
            : {}),
        })
      }
    />
  );
}

/** A mixture of experts of which nobody has said yet how many parameters a token meets. */
function MixtureNote() {
  const { t } = useTranslation('serving');
  const model = useControls(modelOf);
  const isMixture = useControls(
    ({ modelId, imported }) =>
      imported === null && modelById(modelId).caveats.includes('mixtureOfExperts'),
  );
  const parameters = useControls((c) => c.parameters);
  const active = useControls((c) => c.activeParameters);
  if (!isMixture || parameters <= 0 || (active > 0 && active < parameters)) return null;
  return (
    <p className="row-note" data-kind="chosen">
      {t('controls.mixture', {
        model: model.name ?? '',
        parameters: showParameters(parameters),
      })}
    </p>
  );
}

export function WeightControls() {
  const { t } = useTranslation();
  const { t: s } = useTranslation('serving');
  const model = useControls(modelOf);
  const bits = useControls((c) => c.weightBits);
  return (
    <fieldset className="deployment-row">
      <legend data-kind="name">
        {s('controls.weights', { model: model.name ?? t('controls.imported') })}
      </legend>
      <WeightNumber field="parameters" />
      <WeightNumber field="activeParameters" />
      <Choice
        legend={s('controls.bits')}
        legendShown
        value={String(bits)}
        options={weightBitChoices.map((value) => ({ value: String(value), label: String(value) }))}
        onChange={(next) =>
          setControls({
            weightBits: weightBitChoices.find((known) => String(known) === next) ?? bits,
          })
        }
      />
      <MixtureNote />
    </fieldset>
  );
}
