package dev.bricklane.clients.jasper;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import net.sf.jasperreports.engine.JRException;
import net.sf.jasperreports.engine.JasperCompileManager;
import net.sf.jasperreports.engine.JasperExportManager;
import net.sf.jasperreports.engine.JasperFillManager;
import net.sf.jasperreports.engine.JasperPrint;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;

/**
 * Compiles a report, fills it by a JDBC connection and exports it to PDF; then writes the PDF's
 * text to standard output, and each page as a picture beside the PDF. Arguments: the report, the
 * JDBC URL, the PDF, the model, the least amount.
 */
public final class RenderReport {
  private static final int DOTS_PER_INCH = 110;

  private RenderReport() {}

  public static void main(String[] arguments) throws JRException, SQLException, IOException {
    Path pdf = Path.of(arguments[2]);
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("model", arguments[3]);
    parameters.put("least", new BigDecimal(arguments[4]));
    try (Connection connection = DriverManager.getConnection(arguments[1])) {
      JasperPrint filled =
          JasperFillManager.fillReport(
              JasperCompileManager.compileReport(arguments[0]), parameters, connection);
      JasperExportManager.exportReportToPdfFile(filled, pdf.toString());
    }
    try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
      System.out.println(new PDFTextStripper().getText(document));
      PDFRenderer renderer = new PDFRenderer(document);
      for (int page = 0; page < document.getNumberOfPages(); page++) {
        BufferedImage picture = renderer.renderImageWithDPI(page, DOTS_PER_INCH);
        ImageIO.write(picture, "png", new File(pdf + "." + (page + 1) + ".png"));
      }
    }
  }
}
