"use strict";

// Swagger UI with what it lacks: documents to choose from, a box that finds operations, examples that one click fills in, operators folded
// behind the plain filters, code to copy, and no work for what is not seen.
(() => {
  const definition = document.getElementById("definition");
  const find = document.getElementById("find");
  const isOperator = parameter => parameter.get("name").includes("__");
  const asText = value => value === undefined ? "" : value.toJS ? value.toJS().join(",") : String(value);

  // The first paragraph is read at once, the others when they are needed.
  // An optional parameter starts empty and offers its example, since a first request with every parameter would find one record.
  const forReading = spec => {
    const [about, ...guide] = spec.info.description.split("\n\n");
    Object.assign(spec.info, { description: about, "x-guide": guide.join("\n\n") });
    for (const path of Object.values(spec.paths || {})) {
      for (const operation of Object.values(path)) {
        for (const parameter of operation.parameters || []) {
          if (parameter.example === undefined)
            continue;
          parameter.schema = { ...parameter.schema, "x-offered": parameter.example };
          if (parameter.schema.items)
            parameter.schema.items = { ...parameter.schema.items, "x-offered": parameter.example[0] };
          if (!parameter.required)
            delete parameter.example;
        }
      }
    }
    return spec;
  };

  const explorer = system => {
    const { createElement: h, Component } = system.React;

    const Fold = class extends Component {
      constructor(props) {
        super(props);
        this.state = { open: false };
      }
      render() {
        return h("details", { className: this.props.className, onToggle: event => this.setState({ open: event.target.open }) },
          h("summary", null, this.props.title), this.state.open ? this.props.content() : null);
      }
    };

    // The code that the service gives for the last executed request, or for the list as it is.
    const Code = class extends Component {
      constructor(props) {
        super(props);
        this.state = { snippets: {} };
      }
      componentDidMount() {
        const { path, executed, needed } = this.props;
        const address = new URL(executed || path + needed, location.origin);
        for (const [name, value] of [["limit", "1"], ["snippets", "true"]])
          address.searchParams.set(name, value);
        fetch(address).then(answer => answer.json())
          .then(page => this.setState({ snippets: page.meta ? page.meta.snippets : { error: page.detail } }));
      }
      render() {
        return Object.entries(this.state.snippets).map(([tool, text]) => h("figure", { key: tool },
          h("figcaption", null, tool, h("button", { type: "button", onClick: () => navigator.clipboard.writeText(text) }, "Copy")),
          h("pre", null, text)));
      }
    };

    const code = ({ parameters, pathMethod, specSelectors }) => {
      if (!parameters.some(parameter => parameter.get("name") === "cursor"))
        return null;
      const needed = parameters.filter(parameter => parameter.get("required") && parameter.get("in") === "query")
        .map(parameter => `${parameter.get("name")}=${parameter.get("example")}`).join("&");
      return h(Fold, {
        className: "fold", title: "Code: curl, pandas, R, DuckDB", content: () => {
          const request = specSelectors.requestFor(...pathMethod);
          return h(Code, { path: pathMethod[0], executed: request && request.get("url"), needed: needed && `?${needed}` });
        },
      });
    };

    return {
      statePlugins: {
        // The text is JSON: Swagger UI's own reader is one of YAML, and slower.
        spec: { wrapActions: { parseToJson: () => text => system.specActions.updateJsonSpec(forReading(JSON.parse(text))) } },
        layout: {
          wrapSelectors: {
            // What is found is shown, though its group is folded.
            isShown: original => (state, thing, otherwise) => original(thing, otherwise)
              || (thing[0] === "operations-tag" && typeof state.get("filter") === "string" && state.get("filter") !== ""),
          },
        },
      },
      fn: {
        // Without an example Swagger UI would make up characters that match a pattern, for every parameter at every click.
        getSampleSchema: schema => {
          const plain = schema && schema.toJS ? schema.toJS() : schema || {};
          return plain["x-offered"] ?? plain.example ?? (plain.enum ? plain.enum[0] : plain.type === "array" ? [] : "");
        },
        opsFilter: (groups, words) => {
          const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
          return groups
            .map((group, name) => group.update("operations", all => all.filter(one => {
              const text = [name, one.get("path"), one.getIn(["operation", "summary"]), one.getIn(["operation", "operationId"])]
                .join(" ").toLowerCase();
              return wanted.every(word => text.includes(word));
            })))
            .filter(group => group.get("operations").size > 0);
        },
      },
      wrapComponents: {
        InfoContainer: Original => props => {
          const Markdown = system.getComponent("Markdown", true);
          const guide = system.specSelectors.specJson().getIn(["info", "x-guide"]);
          return h("div", null, h(Original, props), guide && h(Fold, {
            className: "fold guide", title: "How filters, operators, groups, pages, tables and versions work",
            content: () => h(Markdown, { source: guide }),
          }));
        },
        parameters: Original => props => {
          const plain = props.parameters.filterNot(isOperator);
          const operators = props.parameters.filter(isOperator);
          return h("div", null,
            h(Original, { ...props, parameters: plain }),
            operators.size > 0 && h(Fold, {
              className: "fold operators", title: `${operators.size} filters with operators, such as ${operators.first().get("name")}`,
              content: () => h(Original, { ...props, parameters: operators }),
            }),
            code(props));
        },
        // The answer alone, or what may be answered, which is long.
        responses: Original => props => {
          const status = props.tryItOutResponse && String(props.tryItOutResponse.get("status"));
          return status
            ? h(Original, { ...props, responses: props.responses.filter((_, code) => code === status) })
            : h(Fold, { className: "fold answers", title: "Answers: examples and schemas", content: () => h(Original, props) });
        },
        JsonSchemaForm: Original => props => {
          const offered = props.schema && props.schema.get("x-offered");
          if (offered === undefined || props.disabled)
            return h(Original, props);
          return h("div", { className: "offer" }, h(Original, props),
            h("button", { type: "button", title: "Fill in this example", onClick: () => props.onChange(offered) }, asText(offered)));
        },
      },
    };
  };

  const read = async () => (await fetch(`v1/${definition.value}.json`)).text();

  const show = async () => {
    const ui = SwaggerUIBundle({
      spec: JSON.parse(await read()),
      domNode: document.getElementById("explorer"),
      deepLinking: true,
      docExpansion: "none",
      defaultModelsExpandDepth: -1,
      displayOperationId: true,
      displayRequestDuration: true,
      tryItOutEnabled: true,
      syntaxHighlight: false, // For a page of records it takes a second.
      filter: "",
      plugins: [explorer],
      presets: [SwaggerUIBundle.presets.apis],
    });
    const change = async () => {
      history.replaceState(null, "", `?show=${definition.value}`);
      ui.specActions.updateSpec(await read());
    };
    definition.addEventListener("change", change);
    const filter = () => {
      ui.layoutActions.updateFilter(find.value);
      const everything = definition.options[definition.options.length - 1].value;
      if (ui.specSelectors.taggedOperations().size > 0 || definition.value === everything)
        return;
      definition.value = everything;
      change();
    };
    find.addEventListener("input", filter);
    if (find.value)
      filter();
  };

  const named = new URLSearchParams(location.search).get("show");
  definition.value = [...definition.options].some(option => option.value === named) ? named : definition.options[0].value;
  show();
})();
