// Test only: the analyzers, filters and tokenizers that a full Elasticsearch has in its module analysis-common.
package tocsin.testing;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ar.ArabicNormalizationFilter;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.core.DecimalDigitFilter;
import org.apache.lucene.analysis.email.UAX29URLEmailTokenizer;
import org.apache.lucene.analysis.fa.PersianNormalizationFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.miscellaneous.TrimFilter;
import org.apache.lucene.analysis.pattern.PatternCaptureGroupTokenFilter;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.AnalyzerScope;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

public class LanguagesPlugin extends Plugin implements AnalysisPlugin {
    /** Name in a mapping = Lucene class below org.apache.lucene.analysis. */
    private static final String[] ANALYZERS = {
        "arabic=ar.Arabic", "armenian=hy.Armenian", "basque=eu.Basque", "bengali=bn.Bengali", "brazilian=br.Brazilian",
        "bulgarian=bg.Bulgarian", "catalan=ca.Catalan", "cjk=cjk.CJK", "czech=cz.Czech", "danish=da.Danish", "dutch=nl.Dutch",
        "english=en.English", "estonian=et.Estonian", "finnish=fi.Finnish", "french=fr.French", "galician=gl.Galician",
        "german=de.German", "greek=el.Greek", "hindi=hi.Hindi", "hungarian=hu.Hungarian", "indonesian=id.Indonesian",
        "irish=ga.Irish", "italian=it.Italian", "latvian=lv.Latvian", "lithuanian=lt.Lithuanian", "norwegian=no.Norwegian",
        "persian=fa.Persian", "portuguese=pt.Portuguese", "romanian=ro.Romanian", "russian=ru.Russian", "serbian=sr.Serbian",
        "sorani=ckb.Sorani", "spanish=es.Spanish", "swedish=sv.Swedish", "thai=th.Thai", "turkish=tr.Turkish",
    };

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> all = new HashMap<>();
        for (String row : ANALYZERS) {
            String[] pair = row.split("=");
            all.put(pair[0], (index, environment, name, settings) -> provider(name, lucene(pair[1])));
        }
        return all;
    }

    private static Analyzer lucene(String path) {
        try {
            return (Analyzer) Class.forName("org.apache.lucene.analysis." + path + "Analyzer").getConstructor().newInstance();
        } catch (ReflectiveOperationException error) {
            throw new IllegalStateException(path, error);
        }
    }

    private static AnalyzerProvider<Analyzer> provider(String name, Analyzer analyzer) {
        return new AnalyzerProvider<>() {
            public String name() {
                return name;
            }

            public AnalyzerScope scope() {
                return AnalyzerScope.INDEX;
            }

            public Analyzer get() {
                return analyzer;
            }
        };
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        Map<String, AnalysisProvider<TokenFilterFactory>> all = new HashMap<>();
        plain(all, "asciifolding", ASCIIFoldingFilter::new);
        plain(all, "cjk_width", CJKWidthFilter::new);
        plain(all, "cjk_bigram", CJKBigramFilter::new);
        plain(all, "decimal_digit", DecimalDigitFilter::new);
        plain(all, "arabic_normalization", ArabicNormalizationFilter::new);
        plain(all, "persian_normalization", PersianNormalizationFilter::new);
        plain(all, "trim", TrimFilter::new);
        plain(all, "unique", RemoveDuplicatesTokenFilter::new); // this and the next one: for the index of keys and users
        all.put("pattern_capture", AnalysisPlugin.requiresAnalysisSettings((index, environment, name, settings) -> {
            Pattern[] patterns = settings.getAsList("patterns").stream().map(Pattern::compile).toArray(Pattern[]::new);
            boolean keep = settings.getAsBoolean("preserve_original", true);
            return filter(name, in -> new PatternCaptureGroupTokenFilter(in, keep, patterns));
        }));
        return all;
    }

    private static void plain(
        Map<String, AnalysisProvider<TokenFilterFactory>> all, String type, UnaryOperator<TokenStream> step
    ) {
        all.put(type, (index, environment, name, settings) -> filter(name, step));
    }

    private static TokenFilterFactory filter(String name, UnaryOperator<TokenStream> step) {
        return new NormalizingTokenFilterFactory() {
            public String name() {
                return name;
            }

            public TokenStream create(TokenStream in) {
                return step.apply(in);
            }
        };
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return Map.of(
            "uax_url_email",
            (index, environment, name, settings) -> TokenizerFactory.newFactory(name, UAX29URLEmailTokenizer::new)
        );
    }

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        return Map.of("mapping", AnalysisPlugin.requiresAnalysisSettings((index, environment, name, settings) -> {
            NormalizeCharMap.Builder builder = new NormalizeCharMap.Builder();
            for (String rule : settings.getAsList("mappings")) {
                String[] sides = rule.split("=>");
                builder.add(sides[0].strip(), sides.length > 1 ? sides[1].strip().replace("\\u0020", " ") : "");
            }
            NormalizeCharMap map = builder.build();
            return new CharFilterFactory() {
                public String name() {
                    return name;
                }

                public java.io.Reader create(java.io.Reader in) {
                    return new MappingCharFilter(map, in);
                }
            };
        }));
    }
}
